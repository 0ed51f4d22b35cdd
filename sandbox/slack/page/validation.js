/** What Slack checks by itself before it hands a modal to the app. */

const REQUIRED = "Please complete this required field.";
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** {block_id: text} for every input block that is not fit to be sent. */
export function problemsOf(blocks, surface) {
  const problems = {};
  for (const [id, byAction] of Object.entries(surface.values)) {
    const block = blocks.find((candidate, index) => (candidate.block_id ?? `block-${index}`) === id);
    if (block?.type !== "input") continue;
    const problem = problemOf(block, Object.values(byAction)[0]);
    if (problem) problems[id] = problem;
  }
  return problems;
}

function valueOf(state) {
  return Object.entries(state).find(([name]) => name !== "type")?.[1] ?? null;
}

function problemOf({ optional, element }, state) {
  const value = valueOf(state);
  const empty = value === null || (Array.isArray(value) && !value.length) ||
    (typeof value === "string" && !value.trim());
  if (empty) return optional ? null : REQUIRED;
  if (typeof value === "string" && element.min_length && value.length < element.min_length) {
    return `Must be at least ${element.min_length} characters.`;
  }
  const checks = {
    email_text_input: () => !EMAIL.test(value) && "Please enter a valid email address.",
    url_text_input: () => !isUrl(value) && "Please enter a valid URL.",
    number_input: () => numberProblem(element, value),
  };
  return checks[state.type]?.() || null;
}

function isUrl(value) {
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}

function numberProblem(element, text) {
  const value = Number(text);
  if (!Number.isFinite(value)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(value)) return "Please enter a whole number.";
  if (element.min_value !== undefined && value < Number(element.min_value)) {
    return `Must be at least ${element.min_value}.`;
  }
  if (element.max_value !== undefined && value > Number(element.max_value)) {
    return `Must be at most ${element.max_value}.`;
  }
  return null;
}
