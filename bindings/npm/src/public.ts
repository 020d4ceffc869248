// What both entries of the package have.
export type * from "./answers.js";
export { CancelledError, InputError, InternalError, LimitError, MemoryError, StackError, WrongtreeError } from "./answers.js";
export type * from "./documents/index.js";
export type * from "./questions.js";
