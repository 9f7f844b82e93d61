#!/usr/bin/env dotnet
#:project ../src/ExecutionControl.Client/ExecutionControl.Client.csproj
#:property PublishAot=false

// Cancels everything that an automation's circuit breaker has paused, and disables the automation:
//
//   dotnet run samples/stop-runaway.cs -- aut_runaway
//
// In a folder of your own: #:package ExecutionControl.Client@0.2.0 in place of #:project.

using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

if (args is not [var automationId])
{
    Console.Error.WriteLine("Usage: dotnet run stop-runaway.cs -- AUTOMATION_ID");
    return 2;
}

var server = Environment.GetEnvironmentVariable("CONDUCTORONE_SERVER_URL");
using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions
{
    ServerUrl = string.IsNullOrEmpty(server) ? null : new Uri(server),
    ClientId = Environment.GetEnvironmentVariable("CONDUCTORONE_CLIENT_ID"),
    ClientSecret = Environment.GetEnvironmentVariable("CONDUCTORONE_CLIENT_SECRET"),
});

try
{
    await conductorOne.DisableAutomationAsync(automationId);
    var resolved = await conductorOne.ResolvePausedExecutionsAsync(
        automationId, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "stopped by a script" });
    Console.WriteLine($"{resolved.Outcome}: {resolved.ResolvedCount} cancelled, {resolved.ErroredCount} left paused");
    return resolved.Outcome == ControlOutcome.Partial ? 6 : 0;
}
catch (ControlCallException failure)
{
    // Refused and NotApplied: nothing changed. Unknown: it may have been applied.
    Console.Error.WriteLine($"{failure.Outcome}, safe to repeat: {failure.SafeToRepeat}. {failure.Message}");
    return 1;
}
