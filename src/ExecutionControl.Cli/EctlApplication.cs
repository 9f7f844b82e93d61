using System.CommandLine;
using System.CommandLine.Invocation;
using ExecutionControl.Cli.Commands.Help;
using ExecutionControl.Cli.Completion;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Sandbox;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Client;

namespace ExecutionControl.Cli;

/// <summary>Reads the command line, runs the command, gives the exit code.</summary>
internal static class EctlApplication
{
    /// <summary>Runs what the arguments ask for.</summary>
    /// <param name="host">Everything that it gets from outside; of no use afterwards.</param>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CommandHost host, string[] arguments)
    {
        var exitCode = await InvokeAsync(host, arguments);
        return await host.Streams.TryFlushOutputAsync() || exitCode != (int)ExitCode.Success ? exitCode : (int)ExitCode.Fault;
    }

    private static async Task<int> InvokeAsync(CommandHost given, string[] arguments)
    {
        var host = given with { Literals = [.. arguments.SkipWhile(argument => argument != "--").Skip(1)] };
        var streams = host.Streams;
        try
        {
            using var signals = host.Signals;
            if (UndecodableArgument.Complaint(arguments, host.CommandLine) is { } complaint)
            {
                Report(host, arguments, NotSent(ExitCode.NotSent, $"{complaint} Nothing was sent."));
                return (int)ExitCode.NotSent;
            }

            if (MayNeedSqlite(arguments))
            {
                SqliteLibrary.Preload();
            }

            // Whoever types ectl alone wants to know what it is.
            arguments = arguments.Length == 0 ? ["--help"] : arguments;
            var isDirective = arguments[0].StartsWith('[');
            var root = new EctlRootCommand(host, isDirective ? null : arguments);
            if (CompletionLine.Of(arguments, root) is { } completion)
            {
                return await CompleteAsync(streams, root, completion);
            }

            var parseResult = Parse(root, arguments);
            if (!IsWhole(parseResult) && !isDirective && arguments is not ["--version"])
            {
                // A mistake and help may concern every command.
                parseResult = Parse(new EctlRootCommand(host), arguments);
            }

            if (parseResult.Action is ParseErrorAction)
            {
                return ReportUsage(host, parseResult, arguments);
            }

            return await parseResult.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = streams.Output,
                    Error = streams.Error,
                },
                signals.Token);
        }
        catch (Exception exception) when (BrokenPipe.Is(exception))
        {
            // Whoever reads the help has seen enough.
            return (int)ExitCode.Success;
        }
        catch (UnwritableOutputException exception)
        {
            Report(host, arguments, NotSent(ExitCode.Fault, exception.Sentence));
            return (int)ExitCode.Fault;
        }
#pragma warning disable CA1031 // Nothing above this would say what happened.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report(
                host,
                arguments,
                NotSent(
                    ExitCode.Fault, $"ectl failed by a fault of its own before it began ({exception.GetType().Name}: {exception.Message}). Nothing was sent."));
            return (int)ExitCode.Fault;
        }
    }

    /// <summary>Whether the words look like a command that keeps a history or asks the sandbox. A hint: nothing depends on it.</summary>
    private static bool MayNeedSqlite(string[] arguments) => Array.Exists(
        arguments, argument => argument == "--sandbox" || ControlOperations.All.Any(operation => operation.Name == argument));

    private static OutcomeReport NotSent(ExitCode exitCode, string message) => new()
    {
        Outcome = ReportedOutcome.NotSent,
        ExitCode = exitCode,
        SafeToRepeat = true,
        Lines = [message],
    };

    /// <summary>Whether a command line was read to its end by the commands that it names alone.</summary>
    private static bool IsWhole(ParseResult parseResult) => parseResult is { Errors.Count: 0, CommandResult.Command: EctlCommand and not HelpCommand };

    private static ParseResult Parse(RootCommand root, IReadOnlyList<string> arguments) => root.Parse(arguments, new ParserConfiguration
    {
        // A prompt or a reason may begin with @ and is not a file of arguments.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = true,
    });

    private static async Task<int> CompleteAsync(StandardStreams streams, RootCommand root, CompletionLine line)
    {
        using var found = new StringWriter();
        await Parse(root, line.Arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = found });

        // Values come before options. Of these only the long ones are offered: what all of them begin with is what a shell puts into the line by
        // itself, and a lone - would read the targets from standard input.
        foreach (var word in found.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
                     .Where(word => word.StartsWith(line.Word, StringComparison.OrdinalIgnoreCase))
                     .Where(word => !word.StartsWith('-') || word.StartsWith("--", StringComparison.Ordinal))
                     .OrderBy(word => word.StartsWith('-')))
        {
            await streams.Output.WriteLineAsync(line.Prefix + word);
        }

        return (int)ExitCode.Success;
    }

    private static int ReportUsage(CommandHost host, ParseResult parseResult, string[] arguments)
    {
        var report = new OutcomeReport
        {
            Outcome = ReportedOutcome.NotSent,
            ExitCode = ExitCode.NotSent,
            SafeToRepeat = true,
            Lines = UsageError.Describe(parseResult),
            Sandbox = arguments.Contains("--sandbox", StringComparer.Ordinal) || host.Variables.Switch(VariableNames.Sandbox) is true,
        };
        Report(host, arguments, parseResult.CommandResult.Command is EctlCommand command ? command.Identify(report, parseResult) : report);
        return (int)ExitCode.NotSent;
    }

    private static void Report(CommandHost host, string[] arguments, OutcomeReport report)
    {
        var format = host.Options.AsksForJson(arguments) ? OutputFormat.Json : OutputFormat.Table;
        new Reporter(host.Streams, format, Verbosity.Normal, host.Variables.Raw).Finish(report);
    }
}
