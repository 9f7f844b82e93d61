using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Diagnosis;

/// <summary>Looks at one service: whether there is an account, whether the server can be reached, its clock, and the credential.</summary>
internal static class ServiceDiagnosis
{
    /// <summary>Half of the time that ConductorOne leaves an assertion to be early or late; the file systems and logs of others bear more.</summary>
    private static readonly TimeSpan NoticeableSkew = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<Finding>> RunAsync(Session session, IServiceModule service, CancellationToken cancellationToken)
    {
        var name = service.Definition.Name;
        var health = await AccountCheck.RunAsync(session, service, cancellationToken);
        if (health.State == AccountState.Missing)
        {
            var advice = $"ectl auth login {name}, or see 'ectl help environment'";
            return [new Finding($"{name} account", FindingStatus.Warning, "there is none", advice) { ExitCode = health.ExitCode }];
        }

        if (health.Account is not { Server: { } server } account)
        {
            return [new Finding($"{name} account", FindingStatus.Problem, health.Message, "see 'ectl help environment'") { ExitCode = health.ExitCode }];
        }

        var from = session.IsSandbox ? "the sandbox" : account.Credential;
        var findings = new List<Finding> { new($"{name} account", FindingStatus.Ok, $"{account.Text}: from {from}") };
        findings.AddRange(new ProxyDiagnosis(session.Environment.Raw, HttpClient.DefaultProxy).Server(name, server));
        findings.AddRange(await ServerAsync(session, name, server, cancellationToken));
        findings.Add(health.State == AccountState.Valid
            ? new Finding($"{name} credential", FindingStatus.Ok, health.Message)
            : new Finding($"{name} credential", FindingStatus.Problem, health.Message, Advice(health.State, name, from)) { ExitCode = health.ExitCode });
        return findings;
    }

    private static async Task<IEnumerable<Finding>> ServerAsync(Session session, string name, Uri server, CancellationToken cancellationToken)
    {
        var (skew, fault) = await new ServerProbe(session.TimeProvider).AskAsync(server, cancellationToken);
        if (fault is not null)
        {
            return
            [
                new Finding(
                    $"{name} server", FindingStatus.Problem, $"{server} cannot be reached: {fault}", "look at the address, the network, and HTTPS_PROXY")
                {
                    ExitCode = ExitCode.NotApplied,
                },
            ];
        }

        var clock = skew switch
        {
            null => new Finding($"{name} clock", FindingStatus.Ok, "the server does not tell its time"),
            { } difference when difference.Duration() < NoticeableSkew => new Finding($"{name} clock", FindingStatus.Ok, "this machine and the server agree"),
            { } difference => new Finding(
                $"{name} clock",
                FindingStatus.Warning,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"this machine is {difference.Duration().TotalMinutes:0.#} minutes {(difference > TimeSpan.Zero ? "behind" : "ahead of")} the server"),
                "set the clock right: ConductorOne rejects client credentials when it is two minutes off"),
        };
        return [new Finding($"{name} server", FindingStatus.Ok, $"{server} can be reached"), clock];
    }

    private static string Advice(AccountState state, string name, string from) => state switch
    {
        AccountState.Rejected => $"get a new credential from the service, and put it where this one came from: {from}",
        AccountState.NotPermitted => "ask the service's administrators for the permission to list, at least",
        AccountState.Unreachable => "try again when the server can be reached",
        _ => $"see 'ectl auth status {name} --verbose'",
    };
}

/// <summary>Sends a server one request without any credential, to see whether it can be reached, and what time it has.</summary>
internal sealed class ServerProbe(TimeProvider timeProvider)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Asks.</summary>
    /// <returns>The answer's time less ours, when it told its time; and why there was no answer, when there was none.</returns>
    public async Task<(TimeSpan? Skew, string? Fault)> AskAsync(Uri server, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !server.IsLoopback, ConnectTimeout = TimeLimit };
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, server);
        using var timeout = new CancellationTokenSource(TimeLimit, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var began = timeProvider.GetUtcNow();
        try
        {
            using var response = await http.SendAsync(request, linked.Token);
            var middle = began + ((timeProvider.GetUtcNow() - began) / 2);
            return (response.Headers.Date - middle, null);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            // .NET's own words hold the proxy's address with the password in it.
            var proxy = HttpClient.DefaultProxy.GetProxy(server) is { } address ? $" {ProxyDiagnosis.Shown(address)}" : string.Empty;
            var code = exception.StatusCode is { } status ? $" (status {(int)status})" : string.Empty;
            return (null, $"the proxy{proxy} did not let the request through{code}");
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.GetBaseException() is SocketException or WebException ? exception.GetBaseException().Message : exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {TimeLimit.TotalSeconds:0} s");
        }
    }
}
