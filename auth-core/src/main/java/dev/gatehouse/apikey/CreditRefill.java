package dev.gatehouse.apikey;

/** When the credits of a family are set to their full amount again. */
public enum CreditRefill {
  /** Never by itself. */
  NONE,
  /** At midnight UTC. */
  DAILY,
  /** At midnight UTC of the first day of each month. */
  MONTHLY
}
