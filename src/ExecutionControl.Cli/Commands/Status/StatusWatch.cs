using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Commands.Status;

/// <summary>Looks again and again: one screen that is drawn anew on a terminal, a line of JSON for each change elsewhere.</summary>
/// <param name="context">The command.</param>
/// <param name="lookAsync">Looks once.</param>
/// <param name="exitCodeOf">The exit code of a look.</param>
/// <param name="interval">How long from one look to the next.</param>
internal sealed class StatusWatch(
    CommandContext context,
    Func<CancellationToken, Task<IReadOnlyList<AccountStatus>>> lookAsync,
    Func<IReadOnlyList<AccountStatus>, ExitCode> exitCodeOf,
    TimeSpan interval)
{
    private StatusFacts _seen = StatusFacts.None;
    private bool _hasSeen;

    /// <summary>Watches until somebody presses q, a signal comes, or nobody reads any more.</summary>
    /// <returns>The exit code of the last look, or that of the signal.</returns>
    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var isLive = context.Reporter.IsForPeople && context.Streams.OutputStyle.CanRedraw;
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (isLive && context.Streams.Input.IsTerminal)
        {
            _ = Task.Run(() => LeaveOnKey(left), CancellationToken.None);
        }

        IReadOnlyList<AccountStatus> looks = [];
        try
        {
            // Whoever has seen enough, such as head, gets no line that would show that nobody reads.
            while (!context.Streams.IsOutputAbandoned())
            {
                looks = await lookAsync(left.Token);
                var facts = StatusFacts.Of(looks, _seen);
                if (isLive)
                {
                    Draw(looks, facts);
                }
                else
                {
                    PrintChanges(facts);
                }

                (_seen, _hasSeen) = (facts, true);
                await Task.Delay(interval, context.TimeProvider, left.Token);
            }

            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return context.Signals.Received ?? exitCodeOf(looks);
        }
        finally
        {
            if (isLive)
            {
                context.Streams.Screen.Close();
                context.Reporter.Print(string.Join(
                    Environment.NewLine, StatusView.Lines(looks, context.Streams.OutputStyle, context.TimeProvider.GetUtcNow())));
            }
        }
    }

    private void LeaveOnKey(CancellationTokenSource left)
    {
        try
        {
            while (char.ToUpperInvariant(context.Streams.Input.ReadKey().KeyChar) != 'Q')
            {
                // Any other key is none of ours.
            }

            left.Cancel();
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or ObjectDisposedException)
        {
            // No keys come any more, or the watch has ended: it ends by a signal then.
        }
    }

    private void Draw(IReadOnlyList<AccountStatus> looks, StatusFacts facts)
    {
        var now = context.TimeProvider.GetUtcNow();
        (StatusFacts Now, StatusFacts Before)? changes = _hasSeen ? (facts, _seen) : null;
        var time = now.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var style = context.Streams.OutputStyle;
        context.Streams.Screen.Draw(
        [
            .. StatusView.Lines(looks, style, now, changes).Select(context.Reporter.Redact),
            string.Empty,
            style.Paint($"  {time}, every {DurationText.Of(interval)}; * changed since the last look; q leaves", Tone.Faint),
        ]);
    }

    private void PrintChanges(StatusFacts facts)
    {
        foreach (var (key, now, before) in facts.ChangesSince(_seen))
        {
            var line = new StatusChangeDocument
            {
                Sandbox = context.IsSandbox,
                Time = context.TimeProvider.GetUtcNow(),
                Service = key.Service,
                Item = key.Item,
                Name = key.Name,
                Value = now?.Value,
                Previous = before?.Value,
                Count = now?.Count?.Count,
                Change = now?.ChangeSince(before),
                Message = now?.Message,
            };

            // That nobody reads any more ends the watch, which would go on for ever.
            context.Streams.Output.WriteLine(context.Reporter.Redact(JsonSerializer.Serialize(line, StatusJsonContext.Readable.StatusChangeDocument)));
        }

        context.Streams.Output.Flush();
    }
}
