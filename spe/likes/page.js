"use strict";

const at = (id) => document.getElementById(id);
const key = document.querySelector("meta[name=spe-key]").content;

let state = null;
let busy = false;
let doubted = null; // the text that was asked about once
let looked = "[]"; // the doubtful numbers that were shown last
let warned = null; // the text that finishing would have lost

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
    if (answer.ok) show(answer);
    else complain(answer, body);
  } catch {
    gone();
  } finally {
    busy = false;
    at("likes").readOnly = false;
  }
}

function complain(answer, body) {
  doubted = answer.doubt ? body.text : null;
  at("problem").textContent = answer.doubt || answer.error || "Not saved. Try again.";
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

function show(next) {
  state = next;
  doubted = null;
  const post = next.post;
  at("problem").textContent = "";
  at("likes").removeAttribute("aria-invalid");
  at("tally").textContent = `${next.done} saved · ${next.left} to go`;
  bar(next.withLikes, next.withLikes + next.left);
  for (const id of ["undo", "undo2"]) at(id).setAttribute("aria-disabled", String(!next.canUndo));
  at("undoword").textContent = next.last === null ? "Undo" : `Undo ${next.last.toLocaleString()}`;
  at("work").hidden = !post;
  at("end").hidden = Boolean(post);
  if (post) open(post, next);
  else finish(next);
}

function open(post, next) {
  const photo = at("photo");
  photo.classList.add("wait");
  photo.hidden = false;
  at("lost").hidden = true;
  photo.src = post.photo;
  photo.alt = `Your photo of ${post.day}`;
  at("place").textContent = next.left === 1 ? "The last one" : `${next.left} to go`;
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
  likes.value = next.was ?? post.likes ?? "";
  likes.focus({ preventScroll: true });
  likes.select();
  const when = [post.day, post.clock].filter(Boolean).join(", ");
  at("said").textContent = `${next.said} ${when}. ${post.caption.slice(0, 120)} ${next.sentence}`.trim();
  if (next.next) new Image().src = next.next;
}

function finish(next) {
  at("endmark").textContent = "All done";
  at("back").hidden = true;
  look(next.doubtful);
  at("endhead").textContent =
    next.withLikes === 1 ? "1 post has its likes." : `${next.withLikes} posts have their likes.`;
  at("endtext").textContent = next.sentence;
  const command = next.following.lastIndexOf(": ") + 2;
  at("following").textContent = next.following.slice(0, command);
  at("command").textContent = next.following.slice(command);
  at("said").textContent = `${next.said} All done.`;
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
      const words = document.createElement("p");
      const number = document.createElement("b");
      number.textContent = one.likes.toLocaleString();
      words.append(number, `${one.day}; around it about ${one.usual.toLocaleString()}`);
      const change = document.createElement("button");
      change.type = "button";
      change.className = "quiet";
      change.textContent = "Change";
      change.setAttribute("aria-label", `Change ${one.likes.toLocaleString()} of ${one.day}`);
      change.addEventListener("click", () => step("/reopen", { id: one.id }));
      row.append(photo, words, change);
      return row;
    }),
  );
}

function lookBeforeLeaving(doubtful) {
  look(doubtful);
  at("work").hidden = true;
  at("end").hidden = false;
  at("endmark").textContent = "Before you go";
  at("endhead").textContent = "One last look.";
  at("endtext").textContent = "Everything you saved is kept. Finish, at the top, ends it.";
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
at("back").addEventListener("click", () => step("/state"));
at("finish").addEventListener("click", async () => {
  const text = at("likes").value;
  if (state?.post && !at("work").hidden && text !== "" && edited() && warned !== text) {
    warned = text;
    complain({ error: `${text} is not saved yet. Enter saves it; Finish once more leaves it.` }, {});
    return;
  }
  const asked = await ask("/look", {}).catch(() => null);
  if (asked?.ok && asked.doubtful.length && JSON.stringify(asked.doubtful) !== looked) {
    lookBeforeLeaving(asked.doubtful);
    return;
  }
  const ended = await ask("/finish", {}).catch(() => null);
  if (ended?.ok) gone("Finished", "You can close this page.");
  else gone();
});
document.addEventListener("keydown", (event) => {
  const typed = at("likes").value !== "" && document.activeElement === at("likes");
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
