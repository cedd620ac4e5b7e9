// A soft signal, once somebody has touched "turn sound on": browsers let no page sound before.
const NOTES = { three: [660], one: [660, 660], over: [523, 392, 523] };
const LENGTH = 0.6; // seconds a note
let context = null;

export async function turnOn() {
  context ??= new AudioContext();
  await context.resume();
  play([523]);
}

export const signal = (sign) => context && play(NOTES[sign] ?? []);

function play(notes) {
  notes.forEach((pitch, place) => {
    const start = context.currentTime + place * LENGTH * 1.2;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(0.3, start + 0.05);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + LENGTH);
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + LENGTH);
  });
}
