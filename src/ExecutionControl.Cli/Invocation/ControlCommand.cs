using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// A command that changes something at one service: reads what was typed, connects, settles the targets, asks for what is missing, asks
/// whether it is meant, and lets the operation act.
/// </summary>
/// <typeparam name="TClient">The service's client.</typeparam>
/// <typeparam name="TInput">What is the same for all targets.</typeparam>
internal sealed class ControlCommand<TClient, TInput> : EctlCommand
    where TClient : class, IDisposable
    where TInput : class
{
    private readonly Operation<TClient, TInput> _operation;
    private readonly Func<CommandContext, CancellationToken, Task<TClient>> _openAsync;
    private readonly ITargetSelector<TClient>? _selector;
    private readonly TargetArgument _target;
    private readonly RunOptions _run = new();
    private readonly RunPaceOptions _pace;

    /// <param name="host">What the process lends to its command.</param>
    /// <param name="operation">What is done to each target.</param>
    /// <param name="openAsync">Connects to the service.</param>
    /// <param name="selector">Selects targets otherwise than by ids; null where there is no other way.</param>
    /// <param name="account">The option that says as whom; null where there is none.</param>
    public ControlCommand(
        CommandHost host,
        Operation<TClient, TInput> operation,
        Func<CommandContext, CancellationToken, Task<TClient>> openAsync,
        ITargetSelector<TClient>? selector = null,
        Option? account = null)
        : base(host, operation.Entry.Name, operation.Help.Description)
    {
        _operation = operation;
        _openAsync = openAsync;
        _selector = selector;
        var targets = selector is null ? operation.Help.Targets : $"{operation.Help.Targets} {selector.Hint}";
        _target = new TargetArgument(operation.Targets, targets, host.Literals);
        Add(_target);
        Add(host.Options.DryRun);
        Add(host.Options.Plan);
        Add(host.Options.Confirm);
        _run.AddParallelTo(this);
        _pace = new RunPaceOptions(_run);
        _pace.AddTo(this);
        foreach (var option in account is null ? operation.Options : operation.Options.Append(account))
        {
            Add(option);
        }

        Validators.Add(result =>
        {
            var areIdsRead = result.GetResult(_target)?.Tokens.Any(token => token.Value == TargetArgument.StandardInput) is true;
            if (_operation.ComplaintAbout(result, areIdsRead) is { } complaint)
            {
                result.AddError(complaint);
            }

            if (_pace.TypedIn(result) is { } pace && _run.WaitTypedIn(result) is { } wait)
            {
                result.AddError($"{pace.Name} makes a run of the command, which does not stay for each effect: leave it or {wait.Name} out.");
            }
        });
        selector?.AddTo(this, _target);
        if (operation.Entry.Goal is not null)
        {
            _run.AddWaitTo(this);
        }
    }

    public override Operation Operation => _operation;

    public override IReadOnlyList<string> Examples => _operation.Help.Examples;

    public override IReadOnlyList<ExitCode> ExitCodes =>
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.Partial, ExitCode.NotApplied, ExitCode.Unknown, .. ExitCodesOfWaiting, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override bool IsRepeatable => _operation.Entry.IsSafeToRepeat;

    private IReadOnlyList<ExitCode> ExitCodesOfWaiting => _operation.Entry.Goal switch
    {
        null => [],
        { Contradicting.Count: 0 } => [ExitCode.Unconfirmed],
        _ => [ExitCode.Unconfirmed, ExitCode.Contradicted],
    };

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) => report with
    {
        Service = ServiceDefinition.JsonNameOf(_operation.Entry.Service),
        Operation = _operation.Entry.Name,
        Target = report.Target ?? _target.OnlyOneIn(parseResult),
        Decision = report.Decision ?? (parseResult.Errors.Count == 0 ? _operation.DecisionIn(parseResult) : null),
    };

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var selector = _target.TypedIn(context.ParseResult).Count > 0 ? null : _selector;
        selector?.Require(context);
        var input = await _operation.ReadAsync(context.ParseResult, context, cancellationToken);
        using var client = await _openAsync(context, cancellationToken);
        var selection = selector is null
            ? await TargetSelection.ReadAsync(context, _target, cancellationToken)
            : await selector.SelectAsync(context, client, _target.Ids, cancellationToken);
        if (context.PlanFile is { } file)
        {
            var planned = await _operation.CompleteAsync(input, context, cancellationToken);
            return await new PlanWriting(context, client).WriteAsync(file, _operation.Entry, _operation.PlannedInput(planned), selection, cancellationToken);
        }

        if (selection.Ids.Count > 0)
        {
            Confirmation.Require(context, QuestionAbout(client, input, selection), selection.Ids);
            input = await _operation.CompleteAsync(input, context, cancellationToken);
            if (!await Confirmation.AskAsync(context, QuestionAbout(client, input, selection), selection.Ids, cancellationToken))
            {
                return NothingToDo(context, selection.Ids);
            }
        }

        if (selection.Ids.Count > 0 && !context.IsDryRun && _pace.TypedIn(context.ParseResult.CommandResult) is not null)
        {
            return await WorkAsync(context, client, _operation.PlannedInput(input), selection, cancellationToken);
        }

        IBoundOperation bound = context.IsDryRun
            ? new DryRun<TClient, TInput>(_operation, input, client, context.Where, context.Reporter.Redact)
            : _operation.Bind(client, input);
        return selection is { IsSingle: true, Ids: [var id] } ? await ActOnOneAsync(context, bound, id) : await ActOnAllAsync(context, bound, selection.Ids);
    }

    /// <summary>Makes a run of the command, so that it can be paced, stopped and gone on with.</summary>
    private async Task<OutcomeReport?> WorkAsync(
        CommandContext context, TClient client, string? input, TargetSelection selection, CancellationToken cancellationToken)
    {
        var plan = new PlanWriting(context, client);
        var (header, targets) = plan.Plan(_operation.Entry, input, selection);
        await using var journal = await RunWork.OpenJournalAsync(context, cancellationToken);
        var work = new RunWork(context, journal, _pace);
        var run = await work.CreateAsync(header, digest: null, targets.ToAsyncEnumerable(), cancellationToken);
        var options = _pace.In(context, run, selection.Ids.Count, Host.Options.Defaults.Parallel, skipsChanged: false);
        return work.Tell(await work.CarryOutAsync(run, ClientTargetActor.Of(header, _ => client), options, _operation.Entry.TargetKind.Noun));
    }

    private Question QuestionAbout(TClient client, TInput input, TargetSelection selection)
    {
        var entry = _operation.EntryFor(input);
        return new Question(
            _operation.Sentence(input, Operations.Operation.Subject(entry.TargetKind, selection.Ids)),
            entry.Undo?.ToString(operation => $"'ectl {operation.Replace('.', ' ')}'") ?? string.Empty)
        {
            IsForSeveralOnly = !entry.NeedsConfirmation && !selection.IsFound,
            ExtentTitle = _operation.ExtentTitle,
            Extent = (target, token) => _operation.FindExtentAsync(client, target, token),
        };
    }

    /// <summary>The report where a look before the question has shown that there is nothing to ask about.</summary>
    private OutcomeReport NothingToDo(CommandContext context, IReadOnlyList<string> ids) => new()
    {
        Outcome = ReportedOutcome.AlreadySo,
        ExitCode = ExitCode.Success,
        SafeToRepeat = true,
        Target = ids is [var id] ? id : null,
        Lines =
        [
            $"Already so: {Operations.Operation.Subject(_operation.Entry.TargetKind, ids)} at {context.Where} has no {_operation.ExtentTitle}. "
            + "Nothing was sent.",
        ],
    };

    private async Task<OutcomeReport?> ActOnOneAsync(CommandContext context, IBoundOperation operation, string id)
    {
        context.Target = id;
        context.Recorder = context.BeginHistory(operation, [id]);
        using var observer = new RunObserver(operation.Entry, [id], context.Reporter, context.TimeProvider)
        {
            History = context.History,
            Recorder = context.Recorder,
        };
        var call = new TargetCall(0, id, observer, context.TimeProvider);
        context.Call = call;
        return await RunnerOf(context, operation, observer).RunAsync(call, _run.TimeoutIn(context.ParseResult));
    }

    private async Task<OutcomeReport?> ActOnAllAsync(CommandContext context, IBoundOperation operation, IReadOnlyList<string> ids)
    {
        // The run reports a signal by itself, target by target; that may take a moment where there are very many.
        context.Grace = TimeSpan.FromSeconds(5);
        var writer = WriterFor(context, ids);
        var notSent = new List<string>();
        using var observer = new RunObserver(operation.Entry, ids, context.Reporter, context.TimeProvider)
        {
            History = context.History,
            Recorder = context.BeginHistory(operation, ids),
            Ended = (index, report) =>
            {
                if (report is { Outcome: ReportedOutcome.NotSent, DryRun: null })
                {
                    notSent.Add(ids[index]);
                }

                writer.Add(index, Identify(
                    report with { Target = ids[index], Sandbox = context.IsSandbox, Account = context.Account?.Report },
                    context.ParseResult));
            },
        };

        // Requests of a dry run are shown in the order of their targets.
        var parallel = context.IsDryRun ? 1 : _run.ParallelIn(context.ParseResult, ids.Count, Host.Options.Defaults.Parallel);
        await RunnerOf(context, operation, observer).RunAsync(ids, parallel, _run.TimeoutIn(context.ParseResult));
        observer.Dispose();
        await context.WriteHistoryAsync();
        writer.End();
        if (context.Reporter.IsForPeople)
        {
            new NotSentTargets(context).Tell(notSent);
        }

        context.End(writer.Tally.ExitCode);
        return null;
    }

    private TargetRunner RunnerOf(CommandContext context, IBoundOperation operation, IRunObserver observer) =>
        new(operation, observer, context.Failures(IsRepeatable, _operation.Entry), context.TimeProvider, context.Signals, context.Session.RateLimit);

    private TargetWriter WriterFor(CommandContext context, IReadOnlyList<string> ids) => context.Reporter.Format switch
    {
        OutputFormat.Json => new JsonTargetWriter(context.Reporter, ids.Count, tally => Head(context, tally)),
        OutputFormat.JsonLines => new JsonLinesTargetWriter(context.Reporter, ids.Count),
        _ => new TableTargetWriter(context.Reporter, context.Streams.OutputStyle, ids, _operation.Entry.TargetKind),
    };

    private OutcomeListReport Head(CommandContext context, OutcomeTally tally) => new()
    {
        Outcome = tally.Outcome,
        ExitCode = tally.ExitCode,
        SafeToRepeat = tally.IsSafeToRepeat,
        Message = tally.Sentence(_operation.Entry.TargetKind.Noun),
        Service = _operation.Entry.Service,
        Operation = _operation.Entry.Name,
        Sandbox = context.IsSandbox,
        Account = context.Account?.Report,
        Count = tally.Count,
        Targets = [],
        Warnings = context.Reporter.Warnings,
    };
}
