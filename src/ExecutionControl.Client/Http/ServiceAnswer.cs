using System.Globalization;

namespace ExecutionControl.Client.Http;

/// <summary>An answer that is no success, read as far as it is kept.</summary>
internal sealed record ServiceAnswer(int Status, string? Body, string? RequestId, TimeSpan? RetryAfter, DateTimeOffset? Date)
{
    private readonly ErrorBody _error = ErrorBody.Read(Body);

    /// <summary>What the service said, in its words.</summary>
    public string? Message => _error.Message;

    /// <summary>The google.rpc code in the body of a ConductorOne error.</summary>
    public long? Code => _error.Code;

    /// <summary>The service's id of the request, from a header or from the message.</summary>
    public string? AnyRequestId => RequestId ?? _error.RequestId;

    /// <summary>The status as people write it.</summary>
    public string StatusText => string.Create(CultureInfo.InvariantCulture, $"HTTP {Status}");
}

/// <summary>Takes an answer that is no success past Kiota, which would lose its body, to the place that judges it.</summary>
internal sealed class ServiceAnswerException(ServiceAnswer answer) : Exception(answer.StatusText)
{
    public ServiceAnswer Answer => answer;
}
