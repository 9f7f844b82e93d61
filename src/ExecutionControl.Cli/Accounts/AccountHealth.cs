using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Accounts;

/// <summary>An account, and what a real call showed of it.</summary>
/// <param name="Service">The service.</param>
/// <param name="Account">The account; null when there is none, or too little is known of it.</param>
/// <param name="State">What the call showed.</param>
/// <param name="Message">That in words, with what to do next.</param>
/// <param name="ExitCode">The exit code that stands for it.</param>
/// <param name="ExpiresAt">When the token ends that was used; null where nobody knows.</param>
internal sealed record AccountHealth(
    ServiceDefinition Service, ServiceAccount? Account, AccountState State, string Message, ExitCode ExitCode, DateTimeOffset? ExpiresAt = null);
