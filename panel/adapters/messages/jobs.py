"""What is told of jobs that end before what they make is there."""

from panel.adapters.language import N_

TEXTS = {
    "job.ended": N_("It is ready, or has ended otherwise, already."),
    "job.cancelled": N_(
        "It was cancelled. Nothing that is ready is lost: asked for again, it goes on from there."
    ),
}
