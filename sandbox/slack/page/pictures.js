/** Images by address or by uploaded file. */

import { el, safeUrl } from "./dom.js";

/** An image; one that cannot be loaded says in words what it would show. */
export function picture(source, className) {
  const address = source.image_url ?? uploaded(source.slack_file) ?? "";
  const src = safeUrl(address, ["http:", "https:", "data:"]);
  const alt = source.alt_text ?? "";
  const instead = () => el("span", { class: "picture-missing" }, alt || "Image not available");
  if (!src) return instead();
  return el("img", {
    class: className, src, alt, loading: "lazy", title: alt || null,
    on: { error: (event) => event.currentTarget.replaceWith(instead()) },
  });
}

/** A file of the workspace, by its id or by any of its addresses, where the page may read it. */
function uploaded(file) {
  const id = file?.id ?? /\bF[A-Z0-9]{3,}\b/.exec(file?.url ?? "")?.[0];
  return id ? `/page/files/${id}` : file?.url;
}
