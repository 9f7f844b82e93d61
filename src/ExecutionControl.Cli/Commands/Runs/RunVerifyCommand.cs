using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Runs;

/// <summary><c>ectl runs verify</c>: finds rows that somebody has changed, removed or inserted.</summary>
internal sealed class RunVerifyCommand : EctlCommand
{
    /// <summary>Of more runs than this the heads are left to the JSON forms.</summary>
    private const int MostHeads = 20;

    private readonly Argument<string?> _run = RunArgument.Create("all");
    private readonly Option<string[]> _heads = new("--head")
    {
        Description = "A head that was kept elsewhere: what was written until then has to be there still. Can be given several times.",
        HelpName = "head",
        AllowMultipleArgumentsPerToken = false,
    };

    public RunVerifyCommand(CommandHost host)
        : base(host, "verify", "Look for rows of the journal that were changed, removed or inserted by hand. Exit code 5 when there are any.")
    {
        Add(_run);
        Add(_heads);
        Add(host.Options.Journal);
        _heads.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !ChainHead.TryParse(token.Value, out _)))
            {
                result.AddError(
                    $"'{PlainText.OneLine(token.Value)}' is no head, such as run-7k3m9q2x:12: and 64 hexadecimal digits: 'ectl runs show' prints them.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl runs verify",
        "ectl --sandbox freeze --reason drill --yes && ectl --sandbox runs verify --output json",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        [ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.NotFound, ExitCode.Refused, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var journal = context.Journal is { } place
            ? await place.OpenExistingAsync(cancellationToken)
            : null;
        var run = context.ParseResult.GetValue(_run) is { } id ? await JournalPlace.FindIdAsync(journal, context.Next, id, cancellationToken) : null;
        var heads = HeadsIn(context.ParseResult, run);
        var found = journal is null
            ? new JournalVerification
            {
                Runs = 0,
                Rows = 0,
                Findings = [.. heads.Select(head => $"There is no journal, and the head {head} is of one.")],
                Heads = [],
            }
            : await journal.VerifyAsync(run, heads, cancellationToken);
        var exitCode = found.IsIntact ? ExitCode.Success : ExitCode.Refused;
        context.PrintAnswer(
            Lines(found, context.Next),
            new VerificationDocument(
                exitCode,
                context.IsSandbox,
                found.IsIntact,
                found.Runs,
                found.Rows,
                found.Findings,
                [.. found.Heads.Select(head => new ChainHeadDocument(head.RunId, head.Count, head.Hash, head.ToString()))]),
            VerificationJsonContext.Readable.VerificationDocument,
            exitCode);
        return null;
    }

    private static IEnumerable<string> Lines(JournalVerification found, NextCommand next) =>
    [
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(found.IsIntact ? "Intact" : "Not intact")}: {found.Rows} rows of {(found.Runs == 1 ? "1 run" : $"{found.Runs} runs")} were looked at."),
        .. found.Findings.Select(PlainText.OneLine),
        .. found.Heads.Where(head => head.RunId.Length == 0 || found.Runs <= MostHeads).Select(head => $"head: {head}"),
        .. found.Runs > MostHeads ? [$"The heads of the runs: '{next.OfRuns("runs show")}', or all of them with --output json."] : Array.Empty<string>(),
    ];

    /// <summary>The heads that were typed. One of another run than is looked at would be held against nothing.</summary>
    private List<ChainHead> HeadsIn(ParseResult typed, string? run)
    {
        var heads = new List<ChainHead>();
        foreach (var text in typed.GetValue(_heads) ?? [])
        {
            if (ChainHead.TryParse(text, out var head))
            {
                heads.Add(run is null || run == head.RunId ? head : throw new NotSentException(
                    ExitCode.NotSent, $"The head {head} is not of run {run}: leave the run out to look at all of them."));
            }
        }

        return heads;
    }
}

/// <summary>What a look for changed, removed and inserted rows has found, as a document for programs.</summary>
/// <param name="ExitCode">The exit code, as a number.</param>
/// <param name="Sandbox">Whether it is the sandbox's journal.</param>
/// <param name="Intact">Whether nothing was found.</param>
/// <param name="Runs">How many runs were looked at.</param>
/// <param name="Rows">How many rows were looked at.</param>
/// <param name="Findings">What was found, one sentence each.</param>
/// <param name="Heads">The ends of the chains: kept elsewhere, they show a journal that was written anew.</param>
internal sealed record VerificationDocument(
    ExitCode ExitCode, bool Sandbox, bool Intact, long Runs, long Rows, IReadOnlyList<string> Findings, IReadOnlyList<ChainHeadDocument> Heads)
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/verification";
}

/// <summary>The end of a chain.</summary>
/// <param name="Run">The run; empty for the chain of the runs themselves.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Hash">The hash of the last.</param>
/// <param name="Head">The same as one word, as --head takes it.</param>
internal sealed record ChainHeadDocument(string Run, long Count, string Hash, string Head);

/// <summary>The document of a verification as JSON.</summary>
[JsonSerializable(typeof(VerificationDocument))]
internal sealed partial class VerificationJsonContext : JsonSerializerContext
{
    public static VerificationJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
