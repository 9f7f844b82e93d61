using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Terminal;
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

    /// <summary>The profiles that may change something. What another would have shown is not frozen, and must not keep the rest from being.</summary>
    public IReadOnlyList<string?> ProfilesOf(Session session)
    {
        var profiles = session.Profiles.Read();
        foreach (var name in profiles.Names.Where(name => profiles.Find(name) is { IsReadOnly: true }))
        {
            Failure ??= ExitCode.NotSent;
            reporter.Warn($"profile {PlainText.OneLine(name)} is read-only and left out: nothing is changed with it");
        }

        return [.. profiles.Names.Where(name => profiles.Find(name) is { IsReadOnly: false })];
    }

    /// <summary>Takes the clients of a service, where there is an account at it.</summary>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> AddAsync(Session session, IServiceModule service, string? profile, OpenAccounts open, CancellationToken cancellationToken)
    {
        try
        {
            var client = await session.OpenAsync(service, profile, cancellationToken);
            var account = client.Account.Planned;
            if (_accounts.Exists(entry => IsSame(entry.Account, account)))
            {
                // Each target once, whatever names its account goes by.
                client.Dispose();
                reporter.Notice($"profile {PlainText.OneLine(profile ?? "in use")} is at {PlannedAccount.Text(account)}, as another is: once is enough");
                return true;
            }

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
                    .GroupBy(rest => (rest.Kind, rest.Advice))
                    .Select(group => new RunningOn(
                        group.Key.Kind, group.Sum(rest => rest.Count), [.. group.SelectMany(rest => rest.Ids).Take(MostNamed)], group.Key.Advice)),
            ]);
    }

    /// <summary>Whether two accounts are one: of the same name, or known to be at the same tenant.</summary>
    private static bool IsSame(RunAccount one, RunAccount other) => one.Service == other.Service
        && (string.Equals(one.Name, other.Name, StringComparison.Ordinal)
            || (one.Tenant is not null && one.Server == other.Server && string.Equals(one.Tenant, other.Tenant, StringComparison.Ordinal)));

    private async Task<(IReadOnlyList<PlannedTarget> Targets, IReadOnlyCollection<RunningOn> RunningOn)> FindAsync(
        RunAccount account, IServiceClient client, CancellationToken cancellationToken)
    {
        var targets = new List<PlannedTarget>();

        // What runs on is counted, and only the first are named: of all that a service runs there may be very many.
        var runningOn = new Dictionary<(string, string?), RunningOn>();
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
                    var key = (finding.Kind.Id, finding.Advice);
                    var rest = runningOn.GetValueOrDefault(key) ?? new RunningOn(finding.Kind.Id, 0, [], $"{finding.Advice}.");
                    runningOn[key] = rest with
                    {
                        Count = rest.Count + 1,
                        Ids = rest.Ids.Count < MostNamed ? [.. rest.Ids, finding.Id] : rest.Ids,
                    };
                }
            }
        }
        catch (ControlCallException exception)
        {
            // What was found before is stopped all the same.
            Failure ??= ExitCodeMapping.Of(exception);
            reporter.Warn($"{PlannedAccount.Text(account)} could not be looked at to its end: {PlainWords.Of(exception.Message)}");
        }

        return (targets, runningOn.Values);
    }
}

/// <summary>What a freeze has found.</summary>
/// <param name="Targets">What is stopped.</param>
/// <param name="RunsOn">What runs on.</param>
internal sealed record FreezeFindings(IReadOnlyList<PlannedTarget> Targets, IReadOnlyList<RunningOn> RunsOn);
