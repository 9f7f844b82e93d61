using System.CommandLine.Parsing;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Credentials;

/// <summary>A program of the user's own that prints a secret as JSON: <c>{"secret": "…", "expiresAt": "2026-01-31T12:00:00Z"}</c>.</summary>
internal static class CredentialProcess
{
    /// <summary>Asks the program for the secret.</summary>
    /// <param name="commandLine">The program and its arguments, in quotes where they hold spaces. No shell reads it.</param>
    /// <param name="owner">Whose it is, such as "profile prod".</param>
    /// <param name="variables">The environment with PATH.</param>
    /// <param name="timeProvider">Tells whether the secret has ended.</param>
    /// <param name="cancellationToken">Ends the program, and cancels the call.</param>
    /// <exception cref="NotSentException">It cannot be run, fails, or prints something else.</exception>
    public static async Task<SuppliedSecret> AskAsync(
        string commandLine, string owner, Variables variables, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var run = new ProgramRun($"credential process of {owner}", variables, timeProvider);
        if (CommandLineParser.SplitCommandLine(commandLine).ToList() is not [var program, .. var arguments])
        {
            throw run.Failed("is empty");
        }

        var (exitCode, output) = await run.RunAsync(program, arguments, string.Empty, cancellationToken);
        if (exitCode != 0)
        {
            throw run.Failed($"('{program}') failed with exit code {exitCode}");
        }

        var answer = Read(output) ?? throw run.Failed($"('{program}') printed no JSON object with a \"secret\"");
        if (answer.ExpiresAt is { } end && end <= timeProvider.GetUtcNow())
        {
            throw run.Failed($"('{program}') gave a secret that ended at {end.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
        }

        return new SuppliedSecret(answer.Secret!, answer.ExpiresAt);
    }

    // What cannot be read is not quoted in the complaint: it may be the secret.
    private static Answer? Read(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, CredentialJsonContext.Default.Answer) is { Secret: { } secret } answer && secret.Trim().Length > 0
                ? answer with { Secret = secret.Trim() }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a credential process prints.</summary>
    internal sealed record Answer
    {
        public string? Secret { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }

        public override string ToString() => nameof(Answer);
    }
}
