package dev.gatehouse.contract.scenario;

/** The gate as tables: which caller gets through which kind of route. The same tables hold whatever stands before it. */
public interface GateScenarios
    extends GateCallerScenarios, GatePersonScenarios, GateKeyScenarios, GateServiceScenarios {}
