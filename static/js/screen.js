// The hall screen: what the latest frame says, and a countdown that needs no network. It keeps the device
// awake and says since when the server was not heard.
import { reading } from "./countdown.js";
import { fit } from "./fit.js";
import { signal, turnOn } from "./signal.js";
import { follow } from "./stream.js";
import { begin, now, sync } from "./time.js";

const TICK = 100;
const SYNC = 60_000;
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Bangkok", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const thai = document.documentElement.lang === "th";
const time = (moment) => (thai ? clock.format(moment).replaceAll(":", ".") : clock.format(moment));

export default function screen(body) {
  const part = (name) => body.querySelector(`[data-part="${name}"]`);
  const write = (name, words) => part(name).textContent !== words && (part(name).textContent = words);
  let frame = JSON.parse(body.dataset.shown);
  let since = null;

  function show(latest) {
    if (latest.until !== frame.until) delete body.dataset.sign; // another phase: its signs are still to come
    frame = latest;
    body.dataset.stage = frame.stage;
    body.dataset.zone = frame.code;
    for (const name of ["zone", "notice", "name"]) write(name, frame[name]);
    part("next").replaceChildren(...frame.next.map(coming));
    tick();
    fit(part("name"));
  }

  function tick() {
    write("clock", time(now()));
    const counts = frame.until !== null;
    const { text, sign } = counts ? reading(frame.until - now()) : { text: "", sign: "" };
    write("count", counts || frame.seconds === null ? text : reading(frame.seconds * 1000).text);
    if (body.dataset.sign === sign) return;
    if (body.dataset.sign !== undefined && sign) signal(sign);
    body.dataset.sign = sign;
    write("warning", part("warning").dataset[sign] ?? "");
  }

  function told(heard) {
    if (heard && since !== null) sync(body.dataset.time);
    since = heard ? null : (since ?? now());
    body.dataset.link = heard ? "on" : "off";
    part("offline").hidden = heard;
    if (!heard) write("offline", part("offline").dataset.words.replace("{time}", time(since)));
  }

  begin(Number(body.dataset.at));
  show(frame);
  sync(body.dataset.time);
  setInterval(tick, TICK);
  setInterval(() => sync(body.dataset.time), SYNC);
  addEventListener("resize", () => fit(part("name")));
  document.fonts?.ready.then(() => fit(part("name")));
  part("sound").addEventListener("click", (event) => {
    turnOn().then(() => (event.target.textContent = event.target.dataset.on));
  });
  stayAwake();
  follow(body.dataset.live, show, told);
}

function coming(each) {
  const line = document.createElement("li");
  const [at, name] = [document.createElement("time"), document.createElement("span")];
  [at.textContent, name.textContent] = [each.time, each.name];
  line.append(at, " ", name);
  return line;
}

function stayAwake() {
  const lock = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => null);
  document.addEventListener("visibilitychange", lock);
  lock();
}
