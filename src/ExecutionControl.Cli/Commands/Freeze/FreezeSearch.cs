using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Freeze;

/// <summary>
/// Finds what a freeze stops at the services, all of them at once. A service that cannot be looked at keeps none of the others from being frozen.
/// </summary>
/// <param name="scope">What is meant.</param>
/// <param name="reporter">Where it is said that a service cannot be looked at.</param>
internal sealed class FreezeSearch(FreezeScope scope, Reporter reporter)
{
    private const int MostNamed = 10;

    private readonly List<(RunAccount Account, IServiceClient Client)> _accounts = [];

    /// <summary>The accounts that are frozen.</summary>
    public IReadOnlyList<RunAccount> Accounts => [.. _accounts.Select(entry => entry.Account)];

    /// <summary>Whether a service could not be asked.</summary>
    public ExitCode? Failure { get; private set; }

    /// <summary>Takes the clients of a service, where there is an account at it.</summary>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> AddAsync(Session session, IServiceModule service, string? profile, OpenAccounts open, CancellationToken cancellationToken)
    {
        try
        {
            var client = await session.OpenAsync(service, profile, cancellationToken);
            var account = PlannedAccount.Of(client.Account);
            open.Add(account, client);
            _accounts.Add((account, client));
            return true;
        }
        catch (NotSentException exception) when (exception.ExitCode == ExitCode.Credentials)
        {
            reporter.Detail(exception.Message);
            return false;
        }
    }

    /// <summary>Looks at every account.</summary>
    public async Task<FreezeFindings> FindAsync(CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(_accounts.Select(entry => FindAsync(entry.Account, entry.Client, cancellationToken)));
        return new FreezeFindings(
            [.. found.SelectMany(of => of.Targets)],
            [
                .. found.SelectMany(of => of.RunningOn)
                    .GroupBy(finding => (finding.Kind.Id, finding.Advice))
                    .Select(group => new RunningOn(
                        group.Key.Id, group.LongCount(), [.. group.Take(MostNamed).Select(finding => finding.Id)], $"{group.Key.Advice}.")),
            ]);
    }

    private async Task<(IReadOnlyList<PlannedTarget> Targets, IReadOnlyList<FreezeFinding> RunningOn)> FindAsync(
        RunAccount account, IServiceClient client, CancellationToken cancellationToken)
    {
        var targets = new List<PlannedTarget>();
        var runningOn = new List<FreezeFinding>();
        try
        {
            await foreach (var finding in client.FindToFreezeAsync(scope, cancellationToken))
            {
                if (finding.Operation is { } operation)
                {
                    targets.Add(new PlannedTarget { Operation = operation, Account = account.Name, Id = finding.Id, State = finding.State });
                }
                else
                {
                    runningOn.Add(finding);
                }
            }
        }
        catch (ControlCallException exception)
        {
            // What was found before is stopped all the same.
            Failure ??= ExitCodeMapping.Of(exception);
            reporter.Warn($"{PlannedAccount.Text(account)} could not be looked at to its end: {PlainWords.Of(exception.Message)}");
        }

        return (targets, runningOn);
    }
}

/// <summary>What a freeze has found.</summary>
/// <param name="Targets">What is stopped.</param>
/// <param name="RunsOn">What runs on.</param>
internal sealed record FreezeFindings(IReadOnlyList<PlannedTarget> Targets, IReadOnlyList<RunningOn> RunsOn);
