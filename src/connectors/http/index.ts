export { checked, createRowChecker } from "./checked";
export { systemClock } from "./clock";
export type { Clock } from "./clock";
export {
  CancelledError,
  NoAnswerError,
  PayloadError,
  RateLimitError,
  RelayError,
  RequestError,
  StatusError,
} from "./errors";
export { createHttp, RELAY_PROBLEM } from "./http";
export type { Http, HttpOptions, HttpReply, HttpRequest } from "./http";
export { eachPage, nextLink } from "./paging";
export type { Doubt, Page } from "./paging";
export { createRateLimiter } from "./rate-limit";
export type { Rate, RateLimiter } from "./rate-limit";
export { RETRY } from "./retry";
export type { RetryPolicy } from "./retry";
