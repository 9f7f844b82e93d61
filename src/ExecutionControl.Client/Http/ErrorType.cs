using System.Text.Json;

namespace ExecutionControl.Client.Http;

/// <summary>What a failure is called where failures are counted: one of few words, in the manner of OpenTelemetry's <c>error.type</c>.</summary>
internal static class ErrorType
{
    /// <summary>OpenTelemetry's word for what has none.</summary>
    private const string Other = "_OTHER";

    public static string Of(Exception exception) => exception switch
    {
        ProxyFailureException => "proxy",
        UnreadableAnswerException or JsonException => "unreadable_answer",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => Word(error),
        OperationCanceledException or TimeoutException => "timeout",
        { InnerException: { } inner } => Of(inner),
        HttpRequestException or IOException => "connection_error",
        _ => Other,
    };

    /// <summary>The name of a value as telemetry writes it: <c>already_so</c>.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
