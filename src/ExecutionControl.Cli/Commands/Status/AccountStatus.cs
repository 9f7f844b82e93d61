using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Commands.Status;

/// <summary>What a look at one service showed.</summary>
/// <param name="Service">The service.</param>
/// <param name="State">Whether it could be looked at.</param>
/// <param name="Status">What it showed; null where it could not be looked at.</param>
/// <param name="Message">Why it could not be looked at; null where it could.</param>
/// <param name="ExitCode">The exit code that stands for it.</param>
/// <param name="Account">As whom it was asked; null where there is no account.</param>
internal sealed record AccountStatus(
    ServiceDefinition Service, LookState State, ServiceStatus? Status, string? Message, ExitCode ExitCode, ServiceAccount? Account = null)
{
    /// <summary>Nobody waits longer for one service while the others have answered.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AttemptTimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Looks at every service at once; one that cannot be looked at keeps none of the others from being shown.</summary>
    public static async Task<IReadOnlyList<AccountStatus>> LookAsync(
        Session session, ServiceModules services, Action<string> warn, CancellationToken cancellationToken)
    {
        var looks = new List<Task<AccountStatus>>();
        foreach (var service in services.All)
        {
            try
            {
                // One after another: each may ask a program for its secret, and the sandbox starts once.
                looks.Add(await session.GetSettingsAsync(service, cancellationToken) is { } settings
                    ? LookAsync(session, service, settings, warn, cancellationToken)
                    : Task.FromResult(new AccountStatus(
                        service.Definition,
                        LookState.Missing,
                        null,
                        $"no account: 'ectl auth login {service.Definition.Name}' keeps one",
                        ExitCode.Credentials)));
            }
            catch (NotSentException exception)
            {
                looks.Add(Task.FromResult(new AccountStatus(service.Definition, LookState.Failed, null, exception.Message, exception.ExitCode)));
            }
        }

        return await Task.WhenAll(looks);
    }

    private static async Task<AccountStatus> LookAsync(
        Session session, IServiceModule service, ServiceSettings settings, Action<string> warn, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeLimit, session.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        ServiceAccount? account = null;
        try
        {
            using var client = session.Open(service, settings, session.TokenStore, options =>
            {
                options.Retry.MaxAttempts = 2;
                options.Retry.AttemptTimeout = AttemptTimeLimit;
            });
            account = client.Account;
            var status = await client.LookAsync(session.TimeProvider, warn, linked.Token);
            return new AccountStatus(service.Definition, LookState.Seen, status, null, ExitCode.Success, account);
        }
        catch (NotSentException exception)
        {
            return Failed(exception.Message, exception.ExitCode);
        }
        catch (ControlCallException exception)
        {
            return Failed(exception.Message, ExitCodeMapping.Of(exception));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("It did not answer in time.", ExitCode.NotApplied);
        }

        AccountStatus Failed(string message, ExitCode exitCode) => new(service.Definition, LookState.Failed, null, message, exitCode, account);
    }
}

/// <summary>Whether a service could be looked at.</summary>
internal enum LookState
{
    /// <summary>It was looked at.</summary>
    Seen,

    /// <summary>It could not be looked at.</summary>
    Failed,

    /// <summary>There is no account.</summary>
    Missing,
}
