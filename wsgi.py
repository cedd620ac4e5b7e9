"""What gunicorn serves: `gunicorn wsgi:app`."""

import gc

from panel import create_app
from panel.adapters.locks import serves
from panel.config import Settings

settings = Settings.from_environment()
served = serves(settings.instance)  # held by each of gunicorn's workers until it ends
app = create_app(settings)

gc.collect()
gc.freeze()  # what the start has made stays: to look through it again held every answer up (docs/live.md)
