using System.ComponentModel;
using System.Text;
using CliWrap;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Credentials;

/// <summary>
/// Runs somebody's program that keeps secrets: without a shell, for a limited time, with a limited answer that is never logged. What it
/// says on stderr, such as "touch the key", goes to the user's.
/// </summary>
/// <param name="what">What it is to a person, such as "credential helper docker-credential-pass".</param>
/// <param name="variables">The environment with PATH.</param>
/// <param name="timeProvider">The clock of the time limit.</param>
internal sealed class ProgramRun(string what, Variables variables, TimeProvider timeProvider)
{
    /// <summary>Somebody may have to unlock something first.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private const int MostBytes = 64 * 1024;

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    /// <exception cref="NotSentException">It cannot be run, takes too long or prints too much.</exception>
    public async Task<(int ExitCode, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellationToken)
    {
        if (program.AsSpan().ContainsAny('/', '\\') && !Path.IsPathFullyQualified(program))
        {
            throw Failed("is named by a relative path: give the whole path, or a name that is on PATH");
        }

        var path = ProgramPath.Find(program, variables)
            ?? throw Failed($"cannot be run: there is no program '{program}'{(Path.IsPathFullyQualified(program) ? string.Empty : " on PATH")}");
        using var limit = new CancellationTokenSource(TimeLimit, timeProvider);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await using var output = new MemoryStream();
        await using var error = Console.OpenStandardError();
        try
        {
            var result = await CliWrap.Cli.Wrap(path)
                .WithArguments(arguments)
                .WithEnvironmentVariables(variables.OfPrograms)
                .WithValidation(CommandResultValidation.None)
                .WithStandardInputPipe(PipeSource.FromString(input))
                .WithStandardOutputPipe(PipeTarget.Create((from, token) => ReadAsync(from, output, token)))
                .WithStandardErrorPipe(PipeTarget.ToStream(error))
                .ExecuteAsync(ended.Token);
            return (result.ExitCode, Encoding.UTF8.GetString(output.GetBuffer().AsSpan(0, (int)output.Length)));
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed($"did not answer within {TimeLimit.TotalSeconds:0} s", exception);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
        {
            throw Failed($"cannot be run: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    /// <summary>The complaint about the program.</summary>
    public NotSentException Failed(string how, Exception? exception = null) => exception is null
        ? new NotSentException(ExitCode.Credentials, $"The {what} {how}. Nothing was sent.")
        : new NotSentException(ExitCode.Credentials, $"The {what} {how}. Nothing was sent.", exception);

    private async Task ReadAsync(Stream from, MemoryStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (to.Length + count > MostBytes)
            {
                throw Failed($"prints more than {MostBytes / 1024} KiB");
            }

            to.Write(buffer, 0, count);
        }
    }
}
