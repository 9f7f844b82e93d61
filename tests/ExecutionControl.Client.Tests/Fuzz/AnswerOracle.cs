using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>Says what is wrong with the end of a call, given all that was answered.</summary>
internal static class AnswerOracle
{
    /// <summary>Four attempts, one more after a token was rejected.</summary>
    private const int MostSends = 5;

    /// <summary>The rounds of resolving.</summary>
    private const int MostRounds = 10;

    /// <summary>What is shorter is found in innocent words; the client does not look for it either.</summary>
    private const int MinSecretLength = 8;

    /// <summary>Looks, pages and watching a backlog go on for as long as the time limits allow.</summary>
    private const int MostRequests = 3000;

    private static readonly string[] Secrets = [FuzzedCalls.StaticToken, DocumentedAnswers.Minted, ClientSecretText.Valid, "eyJhbGciOiJFZERTQSI"];

    /// <param name="name">The call.</param>
    /// <param name="isChange">Whether it asks for a change.</param>
    /// <param name="ending">The result, or the exception.</param>
    /// <param name="exchanges">What was asked and answered.</param>
    /// <param name="isWhole">Whether to look through an exception's stack trace, too: printing it takes longer than the call.</param>
    public static string? Judge(string name, bool isChange, object ending, IReadOnlyList<FuzzedExchange> exchanges, bool isWhole) =>
        OfSecrets(ending, exchanges, isWhole) ?? OfCount(name, exchanges) ?? (ending, isChange) switch
        {
            (IControlCallFailure { Outcome: var outcome }, true) => OfOutcome(name, outcome, ending, exchanges),
            (ControlResult { Outcome: var outcome }, true) => OfOutcome(name, outcome, ending, exchanges),
            (ControlCallNotAppliedException or ControlCallRefusedException, false) => null,
            (TokenRequestException, false) when name == "token" => null,
            (Exception exception, _) => $"{exception.GetType().Name} came out",
            _ => null,
        };

    private static string? OfSecrets(object ending, IReadOnlyList<FuzzedExchange> exchanges, bool isWhole)
    {
        // The token that was sent is not always the documented one: its own answer may have been spoilt on the way.
        var secrets = exchanges.Select(exchange => exchange.Token).OfType<string>().Where(token => token.Length >= MinSecretLength).Concat(Secrets);
        var texts = ending is Exception exception
            ? [.. Texts(exception), (ending as IControlCallFailure)?.Details.ToString(), (ending as TokenRequestException)?.ResponseBody, isWhole ? ending.ToString() : null]
            : new[] { ending.ToString() };
        return secrets.FirstOrDefault(secret => texts.Any(text => text?.Contains(secret, StringComparison.Ordinal) is true)) is { } told ? $"it tells {told}" : null;
    }

    /// <summary>What an exception prints beside its stack trace, with all that it holds.</summary>
    private static IEnumerable<string?> Texts(Exception exception)
    {
        IEnumerable<Exception> inner = exception is AggregateException aggregate ? aggregate.InnerExceptions : exception.InnerException is { } cause ? [cause] : [];
        return [exception.Message, .. inner.SelectMany(Texts)];
    }

    private static string? OfCount(string name, IReadOnlyList<FuzzedExchange> exchanges)
    {
        var changes = exchanges.Where(exchange => exchange.IsChange).ToList();
        var most = name == "resolve-paused" ? MostSends * MostRounds : MostSends;
        if (changes.Count > most || exchanges.Count > MostRequests)
        {
            return $"{changes.Count} changes and {exchanges.Count} requests were sent";
        }

        return name == "agent-run resume" && changes.SkipLast(1).Any(exchange => IsUnclear(exchange.Answer)) ? "it was sent again after an unclear answer" : null;
    }

    private static string? OfOutcome(string name, ControlOutcome outcome, object ending, IReadOnlyList<FuzzedExchange> exchanges)
    {
        var changes = exchanges.Where(exchange => exchange.IsChange).Select(exchange => exchange.Answer).ToList();
        var isApplied = outcome is ControlOutcome.Applied or ControlOutcome.AlreadySo or ControlOutcome.Partial;
        if (changes.Exists(answer => answer.IsSuccess) && !isApplied && !(name == "resolve-paused" && outcome == ControlOutcome.Unknown) && !HasStoppedWaiting(ending, changes))
        {
            return $"a success ended as {outcome}";
        }

        if (outcome is ControlOutcome.NotApplied or ControlOutcome.Refused && changes.Exists(IsUnclear))
        {
            return $"an unclear answer ended as {outcome}";
        }

        var isEvidence = exchanges.Any(exchange => !exchange.IsToken && exchange.Answer.Status is >= 200 and < 300 or 0);
        return isApplied && !isEvidence ? $"no success was answered, and it ended as {outcome}" : null;
    }

    /// <summary>Whether the turned clock ended the last attempt while its success was still on the way.</summary>
    private static bool HasStoppedWaiting(object ending, List<FuzzedAnswer> changes)
    {
        for (var cause = ending as Exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationCanceledException)
            {
                return changes[^1].IsSuccess && changes.Count(answer => answer.IsSuccess) == 1;
            }
        }

        return false;
    }

    /// <summary>Whether the request may have been processed, by the status or for want of one; a Kubiya service refuses a malformed id with 500.</summary>
    private static bool IsUnclear(FuzzedAnswer answer) =>
        answer is { Status: 408 or 499 or > 500 } or { Status: 0, Bytes.Length: 0 } or { Status: 0, End: ReplyEnd.Hang }
        || answer is { Status: 500, NamesUuid: false };
}
