using System.Collections;
using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace ExecutionControl.KiotaLock;

/// <summary>Kiota, in the version that a repository's <c>.config/dotnet-tools.json</c> pins.</summary>
/// <param name="repository">The repository.</param>
internal sealed class KiotaTool(RepositoryLayout repository)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private bool _isRestored;

    /// <summary>Fetches the tool, unless it is there already.</summary>
    /// <exception cref="GenerationException">It cannot be fetched.</exception>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (!_isRestored)
        {
            await RunAsync(["tool", "restore"], cancellationToken);
            _isRestored = true;
        }
    }

    /// <summary>Generates one client. The tool asks nobody on the network.</summary>
    /// <exception cref="GenerationException">Kiota failed, or had something to say against the specification.</exception>
    public async Task GenerateAsync(ClientDefinition client, RepositoryLayout layout, CancellationToken cancellationToken)
    {
        await RunAsync(["kiota", "generate", .. client.Arguments(layout)], cancellationToken);

        // Kiota exits 0 even where it read nothing, and generates a client that lacks what it did not understand: only its log tells.
        var log = Path.Combine(layout.GeneratedClients, client.Service, ".kiota.log");
        if (File.Exists(log))
        {
            var complaints = await File.ReadAllTextAsync(log, cancellationToken);
            File.Delete(log);
            if (!string.IsNullOrWhiteSpace(complaints))
            {
                throw new GenerationException($"Kiota does not accept '{layout.Relative(layout.Specifications)}/{client.Specification}': {complaints.Trim()}");
            }
        }
    }

    private async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        var command = $"dotnet {string.Join(' ', arguments)}";
        try
        {
            var result = await CliWrap.Cli.Wrap("dotnet")
                .WithArguments(arguments)
                .WithWorkingDirectory(repository.Root)
                .WithEnvironmentVariables(Environment())
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(limit.Token);
            if (!result.IsSuccess)
            {
                var said = $"{result.StandardError}{result.StandardOutput}".Trim();
                throw new GenerationException($"'{command}' failed with exit code {result.ExitCode}. It said: {said}");
            }
        }
        catch (Win32Exception fault)
        {
            throw new GenerationException("'dotnet' cannot be started: put the .NET SDK on PATH.", fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GenerationException($"'{command}' did not end within {TimeLimit.TotalMinutes} minutes.", fault);
        }
    }

    private static Dictionary<string, string?> Environment()
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["KIOTA_OFFLINE_ENABLED"] = "true", ["KIOTA_CLI_TELEMETRY_OPTOUT"] = "true" };
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            // What the dotnet that runs the tests sets would steer this one.
            if (variable.Key is string name && name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))
            {
                variables[name] = null;
            }
        }

        return variables;
    }
}
