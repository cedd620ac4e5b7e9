// A judge steps back from an amphoe, with a reason.
import { asking, fault } from "./dialogs.js";

export function recusal(dialog) {
  asking(dialog, (asked) => {
    const reason = new FormData(asked).get("reason").trim();
    fault(asked, "reason", reason ? null : "none");
    return reason ? { reason } : undefined;
  });
}
