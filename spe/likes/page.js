"use strict";

const at = (id) => document.getElementById(id);
const key = document.querySelector("meta[name=spe-key]").content;
const words = JSON.parse(document.querySelector("meta[name=spe-words]").content);
const language = document.documentElement.lang;

// A text of the page's language, with what stands in its braces; numbers as that has them.
function say(name, values = {}) {
  const shown = (value) => (typeof value === "number" ? value.toLocaleString(language) : value);
  return words[name].replace(/\{(\w+)\}/g, (_, part) => shown(values[part]));
}

let state = null;
let busy = false;
let doubted = null; // the text that was asked about once
let looked = "[]"; // the doubtful numbers that were shown last
let warned = null; // the text that finishing would have lost
let left = false; // whether the person is done here
let looking; // the timer of the next look at the work beside the typing

async function ask(path, body) {
  const answer = await fetch(path, {
    method: body ? "POST" : "GET",
    headers: { "X-Spe-Key": key, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const value = await answer.json();
  return { ok: answer.ok, ...value };
}

async function step(path, body) {
  if (busy) return;
  busy = true;
  at("likes").readOnly = true; // a key pressed now is for a photo that nobody has seen yet
  try {
    const answer = await ask(path, body);
    const stays = path === "/subject" && answer.ok && answer.post?.id === body.id;
    if (stays) mark(answer);
    else if (answer.ok) show(answer);
    else complain(answer, body);
  } catch {
    lost();
  } finally {
    busy = false;
    at("likes").readOnly = false;
  }
}

function complain(answer, body) {
  doubted = answer.doubt ? body.text : null;
  at("problem").textContent = answer.doubt || answer.error || say("notSaved");
  at("likes").setAttribute("aria-invalid", String(!answer.doubt));
  at("likes").focus();
  at("likes").select();
}

function gone(why, head) {
  if (why) at("gonewhy").textContent = why;
  if (head) at("gonehead").textContent = head;
  at("finish").hidden = true;
  for (const id of ["work", "end"]) at(id).hidden = true;
  at("gone").hidden = false;
  at("gone").focus();
}

// The server ends by itself once all is typed and measured: that is no loss.
const goesOn = () => left || Boolean(state?.then && !state.post && !state.doubtful.length);
const lost = () => (goesOn() ? leave() : gone());

function leave() {
  left = true;
  at("again").hidden = true;
  gone(say("finished"), state?.then || say("close"));
}

// How far the work beside the typing is: asked for once a second, as long as there is any.
function beside(work) {
  clearTimeout(looking);
  at("beside").hidden = !work;
  if (!work) return;
  if (!work.running && !at("besidebar").hidden) at("said").textContent = work.said;
  at("besidesaid").textContent = work.said;
  at("besidebar").hidden = !work.running;
  at("besidebar").max = Math.max(work.total, 1);
  at("besidebar").value = work.done;
  if (work.running) looking = setTimeout(lookBeside, 1000);
}

async function lookBeside() {
  const work = (await ask("/beside").catch(() => null))?.beside;
  if (work && (work.running || !goesOn())) return beside(work);
  beside(null);
  lost();
}

function show(next) {
  state = next;
  doubted = null;
  const post = next.post;
  at("anew").textContent = next.command;
  beside(next.beside);
  at("problem").textContent = "";
  at("likes").removeAttribute("aria-invalid");
  at("tally").textContent = say("tally", next);
  bar(next.withLikes, next.withLikes + next.left);
  for (const id of ["undo", "undo2"]) at(id).setAttribute("aria-disabled", String(!next.canUndo));
  at("undoword").textContent = undoWord(next);
  if (next.over) return leave();
  at("work").hidden = !post;
  at("end").hidden = Boolean(post);
  if (post) open(post, next);
  else finish(next);
}

function undoWord(next) {
  if (next.lastSubject !== null) return say("undoOf", { what: next.lastSubject || say("aSubject") });
  return next.last === null ? say("undo") : say("undoOf", { what: next.last });
}

// A subject was said of the photo that is shown: what is typed of its likes stays as it is.
function mark(next) {
  state = next;
  at("problem").textContent = "";
  at("tally").textContent = say("tally", next);
  for (const id of ["undo", "undo2"]) at(id).setAttribute("aria-disabled", String(!next.canUndo));
  at("undoword").textContent = undoWord(next);
  at("said").textContent = next.said;
  chips(next);
  at("likes").focus({ preventScroll: true });
}

// No number holds these letters first, so they can be pressed while one is typed.
const KEYS = ["a", "s", "d", "f", "g", "h"];

function chips(next) {
  at("chips").replaceChildren(
    ...next.subjects.map((name, place) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "chip";
      chip.setAttribute("aria-pressed", String(name === next.post.subject));
      const said = document.createElement("span");
      said.textContent = name;
      chip.append(said);
      if (place < KEYS.length) {
        const letter = document.createElement("kbd");
        letter.textContent = KEYS[place].toUpperCase();
        letter.setAttribute("aria-hidden", "true");
        chip.append(letter);
        chip.setAttribute("aria-keyshortcuts", KEYS[place]);
      }
      chip.addEventListener("click", () => choose(name));
      return chip;
    }),
  );
  at("add").textContent = say(next.subjects.length ? "newSubject" : "nameSubject");
  naming(false);
}

function naming(wanted) {
  at("naming").hidden = !wanted;
  at("add").setAttribute("aria-expanded", String(wanted));
  at("add").hidden = wanted || !state.room;
  if (wanted) at("subject").focus();
  else at("subject").value = "";
}

// Said again, a subject is taken back.
function choose(name) {
  if (!state?.post) return;
  step("/subject", { id: state.post.id, subject: name === state.post.subject ? "" : name });
}

function sayNamed() {
  const name = at("subject").value.trim();
  if (name) choose(name);
  else naming(false);
}

function open(post, next) {
  const photo = at("photo");
  photo.classList.add("wait");
  photo.hidden = false;
  at("lost").hidden = true;
  photo.src = post.photo;
  photo.alt = say("photoOf", post);
  at("place").textContent = next.left === 1 ? say("lastOne") : say("toGo", next);
  at("day").textContent = post.day;
  at("clock").textContent = post.clock;
  at("clock").hidden = !post.clock;
  at("caption").textContent = post.caption;
  at("caption").hidden = !post.caption;
  at("young").hidden = !post.young;
  at("stage").textContent = "";
  const [number] = next.sentence.match(/^\d+/) || [];
  if (number) {
    const big = document.createElement("b");
    big.textContent = number;
    at("stage").append(big, next.sentence.slice(number.length + 1));
  } else at("stage").textContent = next.sentence;
  const likes = at("likes");
  chips(next);
  likes.value = next.was ?? post.likes ?? "";
  likes.focus({ preventScroll: true });
  likes.select();
  const when = [post.day, post.clock].filter(Boolean).join(", ");
  at("said").textContent = `${next.said} ${when}. ${post.caption.slice(0, 120)} ${next.sentence}`.trim();
  if (next.next) new Image().src = next.next;
}

function finish(next) {
  at("endmark").textContent = say("allDone");
  at("back").hidden = true;
  look(next.doubtful);
  at("endhead").textContent =
    next.withLikes === 1 ? say("onePost") : say("manyPosts", { posts: next.withLikes });
  at("endtext").textContent = next.then ? `${next.sentence} ${say("finishGoesOn")}` : next.sentence;
  at("next").hidden = Boolean(next.then);
  const command = next.following.lastIndexOf(": ") + 2;
  at("following").textContent = next.following.slice(0, command);
  at("command").textContent = next.following.slice(command);
  at("said").textContent = `${next.said} ${say("allDone")}.`;
  at("end").focus();
}

// The numbers that are far from the others, each to be opened once more.
function look(doubtful) {
  looked = JSON.stringify(doubtful);
  at("look").hidden = doubtful.length === 0;
  at("doubts").replaceChildren(
    ...doubtful.map((one) => {
      const row = document.createElement("li");
      const photo = document.createElement("img");
      photo.src = one.photo;
      photo.alt = "";
      const said = document.createElement("p");
      const number = document.createElement("b");
      number.textContent = one.likes.toLocaleString(language);
      said.append(number, say("doubt", one));
      const change = document.createElement("button");
      change.type = "button";
      change.className = "quiet";
      change.textContent = say("change");
      change.setAttribute("aria-label", say("changeOf", one));
      change.addEventListener("click", () => step("/reopen", { id: one.id }));
      row.append(photo, said, change);
      return row;
    }),
  );
}

function lookBeforeLeaving(doubtful) {
  look(doubtful);
  at("work").hidden = true;
  at("end").hidden = false;
  at("endmark").textContent = say("before");
  at("endhead").textContent = say("lastLook");
  at("endtext").textContent = say("kept");
  at("back").hidden = false;
  at("end").focus();
}

function bar(done, all) {
  const marks = [...document.querySelectorAll(".track b")];
  const full = Math.max(all, Number(marks[0].dataset.stage));
  at("bar").style.width = `${(100 * done) / full}%`;
  marks.forEach((mark) => {
    const stage = Number(mark.dataset.stage);
    mark.hidden = stage > full;
    mark.style.left = `min(${(100 * stage) / full}%, 100% - 4px)`;
    mark.classList.toggle("on", done >= stage);
  });
}

at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!state?.post) return;
  const text = at("likes").value;
  if (state.bySubject && text !== "" && !edited()) return skip(); // nothing new was typed
  const body = { id: state.post.id, text };
  if (doubted !== null && doubted === text) body.sure = true;
  step("/likes", body);
});
at("likes").addEventListener("input", () => {
  at("problem").textContent = "";
  at("likes").removeAttribute("aria-invalid");
});
const undo = () => state?.canUndo && step("/undo", {});
const skip = () => state?.post && step("/skip", { id: state.post.id });
at("undo").addEventListener("click", undo);
at("undo2").addEventListener("click", undo);
at("skip").addEventListener("click", skip);
at("add").addEventListener("click", () => naming(at("naming").hidden));
at("name").addEventListener("click", sayNamed);
at("subject").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter") return sayNamed();
  naming(false);
  at("likes").focus();
});
at("back").addEventListener("click", () => step("/state"));
at("finish").addEventListener("click", async () => {
  const text = at("likes").value;
  if (state?.post && !at("work").hidden && text !== "" && edited() && warned !== text) {
    warned = text;
    complain({ error: say("unsaved", { text }) }, {});
    return;
  }
  const asked = await ask("/look", {}).catch(() => null);
  if (asked?.ok && asked.doubtful.length && JSON.stringify(asked.doubtful) !== looked) {
    lookBeforeLeaving(asked.doubtful);
    return;
  }
  const ended = await ask("/finish", {}).catch(() => null);
  if (ended?.ok) leave();
  else lost();
});
document.addEventListener("keydown", (event) => {
  const typed = at("likes").value !== "" && document.activeElement === at("likes");
  const place = KEYS.indexOf(event.key.toLowerCase());
  const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.repeat);
  const number = !/[^\d.,'’\s]/.test(at("likes").value) && document.activeElement !== at("subject");
  if (plain && number && place >= 0 && place < (state?.subjects.length ?? 0) && state.post) {
    event.preventDefault();
    choose(state.subjects[place]);
    return;
  }
  if (event.key === "Escape") {
    event.preventDefault();
    skip();
  } else if ((event.ctrlKey || event.metaKey) && event.key === "z" && !(typed && edited())) {
    event.preventDefault();
    undo();
  }
});
// Ctrl Z within a number that is being typed undoes the typing, as everywhere.
const edited = () => at("likes").value !== String(state?.was ?? state?.post?.likes ?? "");

at("photo").addEventListener("load", () => at("photo").classList.remove("wait"));
at("photo").addEventListener("error", () => {
  at("photo").hidden = true;
  at("lost").hidden = false;
});

step("/state");
