export { es256Key } from './es256-key.js';
export {
  type Guard,
  type Guarded,
  isText,
  listOf,
  literal,
  members,
  nullOr,
  oneOf,
  textOf,
  wholeNumber,
} from './guards.js';
