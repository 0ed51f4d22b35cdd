/** The Home tab of the app. */

import { drawBlocks } from "./blocks.js";
import { el, keepingFocus } from "./dom.js";

export class Home {
  /** @param surfaceFor  (view) → a surface for its blocks */
  constructor({ store, surfaceFor }) {
    Object.assign(this, { store, surfaceFor });
    this.inside = el("div", { class: "home-inside" });
    this.node = el("section", { class: "home", tabindex: 0, "aria-label": "Home",
      data: { testid: "home" } }, this.inside);
  }

  /** Draws the view as it is now; entries in it survive where it is the same view. */
  draw = () => {
    const view = this.store.home;
    if (!view) {
      this.surface = null;
      this.inside.replaceChildren(el("p", { class: "nothing" },
        "This is where the app shows what is yours. It has not published anything yet."));
      return;
    }
    if (this.surface?.key !== view.id) this.surface = this.surfaceFor(view);
    this.node.dataset.viewId = view.id;
    this.inside.dataset.surface = view.id;
    keepingFocus(this.inside, () =>
      this.inside.replaceChildren(...drawBlocks(view.blocks ?? [], this.surface)));
  };
}
