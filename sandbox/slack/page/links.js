/** Links that stay on this machine: messages of the local Slack, issues of the local Linear. */

import { issueKey, showIssue } from "./issue.js";

const PERMALINK = /^\/archives\/([^/]+)\/p(\d+)(\d{6})$/;
const LOOPBACK = ["127.0.0.1", "localhost"];

/** @param open  (channel, ts) → shows that message here, as the person one is */
export function keepLinksHere(open) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = new URL(link.href);
    const message = LOOPBACK.includes(address.hostname) && PERMALINK.exec(address.pathname);
    const key = issueKey(address);
    if (!message && !key) return;
    event.preventDefault();
    if (message) open(message[1], `${message[2]}.${message[3]}`);
    else showIssue(key, link.href).then((shown) => shown || window.open(link.href, "_blank", "noopener"));
  });
}
