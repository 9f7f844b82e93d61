using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>
/// An account as a plan has it, and the way back: whoever carries a plan out asks as the same account, found anew, and nothing is sent where
/// server and tenant are not the plan's.
/// </summary>
internal static class PlannedAccount
{
    /// <summary>The account in words, for somebody who has to decide.</summary>
    public static string Text(RunAccount account) => account is { Name: ServiceAccount.SandboxName, Server: null }
        ? "the sandbox"
        : $"{account.Service}, {(account.Tenant is { } tenant ? $"{PlainText.OneLine(tenant)}, " : string.Empty)}at {PlainText.OneLine(account.Server ?? "?")}";

    /// <summary>The accounts of a plan in words.</summary>
    public static string Text(IEnumerable<RunAccount> accounts) => string.Join("; ", accounts.Select(Text).Distinct(StringComparer.Ordinal));

    /// <summary>Refuses a plan that is for the sandbox where the sandbox is not asked, and the other way round.</summary>
    /// <exception cref="NotSentException">It is.</exception>
    public static void RequireSamePlace(IEnumerable<RunAccount> accounts, bool isSandbox)
    {
        foreach (var account in accounts)
        {
            if (account is { Name: ServiceAccount.SandboxName, Server: null } != isSandbox)
            {
                throw new NotSentException(
                    ExitCode.NotSent,
                    isSandbox
                        ? $"The plan is for {Text(account)}, and not for the sandbox. Nothing was sent."
                        : "The plan is for the sandbox: add --sandbox. Nothing was sent.");
            }
        }
    }

    /// <summary>Opens a client for every account of a plan.</summary>
    /// <param name="session">Finds accounts.</param>
    /// <param name="services">The services that there are.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The clients; dispose of them.</returns>
    /// <exception cref="NotSentException">An account is missing, or is not the plan's.</exception>
    public static async Task<OpenAccounts> OpenAsync(
        Session session, ServiceModules services, IReadOnlyList<RunAccount> accounts, CancellationToken cancellationToken)
    {
        RequireSamePlace(accounts, session.IsSandbox);
        var open = new OpenAccounts();
        try
        {
            foreach (var account in accounts)
            {
                open.Add(account, await OpenAsync(session, services, account, cancellationToken));
            }

            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    private static async Task<IServiceClient> OpenAsync(
        Session session, ServiceModules services, RunAccount account, CancellationToken cancellationToken)
    {
        var module = services.All.FirstOrDefault(service => service.Definition.Service == account.Service) ?? throw new NotSentException(
            ExitCode.NotSent, $"This ectl knows no service {account.Service}. Nothing was sent.");
        module = account.Tenant is { } holder ? module.HeldBy(holder) : module;
        var profile = !session.IsSandbox && session.Profiles.Read().Find(account.Name) is not null ? account.Name : null;
        var client = await session.OpenAsync(module, profile, cancellationToken);
        if (Difference(account, client.Account.Planned) is { } difference)
        {
            client.Dispose();
            throw new NotSentException(
                ExitCode.NotSent,
                $"The plan is for {Text(account)}, and {account.Service} would be asked as {difference}: name the plan's account with --profile. "
                + "Nothing was sent.");
        }

        return client;
    }

    /// <summary>As whom it would be asked where that is not the plan's; null where it is, as far as the plan says anything.</summary>
    private static string? Difference(RunAccount planned, RunAccount found) =>
        (planned.Server is null || string.Equals(planned.Server.TrimEnd('/'), found.Server?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
        && (planned.Tenant is null || string.Equals(planned.Tenant, found.Tenant, StringComparison.Ordinal))
            ? null
            : Text(found);
}

/// <summary>The open clients of a plan's accounts.</summary>
internal sealed class OpenAccounts : IDisposable
{
    private readonly Dictionary<(ControlService, string), IServiceClient> _clients = [];

    public void Add(RunAccount account, IServiceClient client) => _clients.Add((account.Service, account.Name), client);

    /// <summary>What acts on the targets of the plan.</summary>
    public ITargetActor ActorOf(PlanHeader plan) =>
        ClientTargetActor.Of(plan, account => _clients[(account.Service, account.Name)].Client);

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }
}
