using System.CommandLine;
using System.CommandLine.Completions;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Completion;

/// <summary>
/// Asks the service for ids that could be meant. Somebody waits for it with a finger on the Tab key: what is not there within half a second
/// of the start of the process, whatever the reason, is left out without a word. Somebody with a slow line can allow more.
/// </summary>
/// <param name="host">The process.</param>
/// <param name="service">The service.</param>
/// <param name="kind">What the ids are of, one of the service's kinds of targets.</param>
/// <param name="operation">What is to be done to them; null for a look, and for an option that only narrows a list.</param>
/// <param name="target">The argument that they are for; null for an option.</param>
internal sealed class IdCompletion(
    CommandHost host, IServiceModule service, string kind, ControlOperation? operation = null, TargetArgument? target = null)
{
    private const int Most = 100;

    /// <summary>Somewhat less than half a second, for the end of the process.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(450);

    public IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        var left = host.Variables[VariableNames.CompletionTimeout] is { } text && DurationText.TryParse(text, out var chosen) ? chosen : TimeLimit - host.Age();
        if (left <= TimeSpan.Zero)
        {
            return [];
        }

        var finding = Task.Run(() => FindAsync(context, left));
        return finding.Wait(left) ? finding.Result : [];
    }

    private async Task<IReadOnlyList<CompletionItem>> FindAsync(CompletionContext completion, TimeSpan limit)
    {
        var items = new List<CompletionItem>();
        var typed = target?.TypedIn(completion.ParseResult).Where(id => id != completion.WordToComplete).ToHashSet(StringComparer.Ordinal) ?? [];
        try
        {
            using var timeout = new CancellationTokenSource(limit, host.TimeProvider);
            await using var context =
                new CommandContext(host with { Streams = StandardStreams.Silent(host.Streams.Input) }, completion.ParseResult, isChange: false);
            if (await context.Session.GetSettingsAsync(service, timeout.Token) is not { } settings)
            {
                return items;
            }

            using var client = context.Session.Open(service, WithTyped(settings, completion.ParseResult), context.Session.TokenStore);
            await foreach (var id in client.ListIdsAsync(kind, operation, timeout.Token))
            {
                if (id.StartsWith(completion.WordToComplete, StringComparison.OrdinalIgnoreCase) && !typed.Contains(id)
                    && target?.Offers(id) is not false)
                {
                    items.Add(new CompletionItem(id));
                }

                if (items.Count == Most)
                {
                    break;
                }
            }
        }
#pragma warning disable CA1031 // No account, no network, no time: completion has nothing to say then, and nobody to say it to.
        catch (Exception)
#pragma warning restore CA1031
        {
            return items;
        }

        return items;
    }

    /// <summary>The account with what the line says of it itself, such as the organization.</summary>
    private ServiceSettings WithTyped(ServiceSettings settings, ParseResult parseResult)
    {
        foreach (var entry in service.Login.Entries)
        {
            if (parseResult.CommandResult.Command.Options.FirstOrDefault(option => option.Name == entry.Option) is { } option
                && parseResult.GetResult(option) is { Tokens: [var token, ..] })
            {
                settings = settings.With(entry.Setting, token.Value);
            }
        }

        return settings;
    }
}
