// What an answer says beside its receipts: when the server was last heard, what it knows of other devices and
// of this one, and whether this one's clock goes wrong, the way there and back allowed for.
const MINUTE = 60_000;

export function contact(answer, sent, before) {
  const trip = Date.now() - sent;
  const off = Math.abs(Date.parse(answer.now) - (sent + trip / 2));
  return {
    touched: answer.now,
    asks: answer.asks ?? before.asks, // told with a sign of life
    others: answer.others ?? 0,
    signedOut: answer.signed_out ?? false,
    clockOff: off - trip / 2 > MINUTE,
  };
}

// A sign of life about every minute while the page is looked at, the first one soon.
export function greet(sender, pause = 3_000) {
  setTimeout(() => {
    if (!document.hidden) sender.greet();
    greet(sender, MINUTE * (0.75 + Math.random() / 2));
  }, pause);
}
