export { noLastDay, type PrintedAs, sayHolders, sayValidity, sayValue, waysToSay } from './say.js';
