/** Images by address or by uploaded file. */

import { el, safeUrl } from "./dom.js";

/** An image; one that cannot be loaded says in words what it would show. */
export function picture(source, className) {
  const file = source.slack_file;
  const address = source.image_url ?? file?.url ?? (file?.id && `/files/${file.id}`) ?? "";
  const src = safeUrl(address, ["http:", "https:", "data:"]);
  const alt = source.alt_text ?? "";
  const instead = () => el("span", { class: "picture-missing" }, alt || "Image not available");
  if (!src) return instead();
  return el("img", {
    class: className, src, alt, loading: "lazy", title: alt || null,
    on: { error: (event) => event.currentTarget.replaceWith(instead()) },
  });
}
