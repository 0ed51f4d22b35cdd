/** The file_input element, and files attached to a message. */

import { el, icon, iconButton, outsideLink, safeUrl } from "./dom.js";
import { picture } from "./pictures.js";
import { whileBusy } from "./surface.js";

const PICTURE = /\.(?:png|jpe?g|gif|webp|svg)$/i;

/** "12.4 kB" */
export function sizeInWords(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const units = ["bytes", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit ? value.toFixed(1) : value} ${units[unit]}`;
}

/** A file under a message: its name, its size, a link; pictures are shown. */
export function fileCard(file) {
  const address = file.url ?? file.url_private ?? file.permalink ?? `/page/files/${file.id}`;
  const name = file.title || file.name || file.id;
  if (file.mimetype?.startsWith("image/") || PICTURE.test(file.name ?? "")) {
    return el("figure", { class: "file-picture", data: { fileId: file.id } },
      el("figcaption", {}, outsideLink(address, name)),
      el("a", { href: safeUrl(address), target: "_blank", rel: "noopener noreferrer" },
        picture({ image_url: address, alt_text: file.alt_txt ?? name }, "file-image")));
  }
  return el("a",
    { class: "file-card", href: safeUrl(address), target: "_blank", rel: "noopener noreferrer",
      data: { fileId: file.id } },
    icon("file"),
    el("span", {}, el("strong", { dir: "auto" }, name), el("small", {}, sizeInWords(file.size))));
}

/** Stores a picked file with the workspace; resolves to Slack's file object. */
export async function uploadFile(file, user) {
  const query = new URLSearchParams({ user, name: file.name });
  const answer = await fetch(`/page/upload?${query}`, { method: "POST", body: file,
    headers: { "Content-Type": file.type || "application/octet-stream" } });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}`);
  return (await answer.json()).file;
}

/** file_input: picks files, stores them with the workspace, keeps Slack's file objects as state. */
export function fileInput(element, block, surface, { labelId = null, describedBy = null } = {}) {
  const state = surface.register(block, element, { files: [] });
  const most = element.max_files ?? 10;
  const list = el("ul", { class: "picked-files" });
  const problem = el("p", { class: "field-error", role: "alert", hidden: true });
  const input = el("input", {
    type: "file", class: "file-input", multiple: most > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(",") ?? null,
    "aria-labelledby": labelId, "aria-describedby": describedBy,
    data: { actionId: element.action_id, blockId: block.block_id },
    on: { change: () => add() },
  });
  const keep = (files) => {
    surface.set(block, element, { files });
    list.replaceChildren(...files.map((file) => pickedFile(file, () =>
      keep(files.filter((other) => other !== file)))));
  };
  const say = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
  };
  const add = async () => {
    const picked = [...input.files];
    const files = surface.get(block, element).files;
    input.value = "";
    if (files.length + picked.length > most) {
      say(`At most ${most} file${most === 1 ? "" : "s"} can be added here.`);
      return;
    }
    try {
      say("");
      const stored = await whileBusy([input], () => Promise.all(picked.map(surface.upload)));
      keep([...surface.get(block, element).files, ...stored]);
    } catch (error) {
      say(`The file could not be stored: ${error.message}`);
    }
  };
  keep(state.files);
  return el("div", { class: "file-field" }, input, list, problem);
}

function pickedFile(file, remove) {
  return el("li", {}, icon("file"), el("span", { dir: "auto" }, file.name ?? file.id),
    el("small", {}, sizeInWords(file.size)),
    iconButton("close", `Remove ${file.name ?? "file"}`, remove));
}
