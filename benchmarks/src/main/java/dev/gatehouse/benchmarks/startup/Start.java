package dev.gatehouse.benchmarks.startup;

/**
 * One start of the application.
 *
 * @param millis from the start of the process to its word that it is ready
 * @param cpuMillis of the processors, of all its threads, until then
 * @param heapMegabytes used after a collection, when one request has been answered
 */
record Start(double millis, double cpuMillis, double heapMegabytes) {}
