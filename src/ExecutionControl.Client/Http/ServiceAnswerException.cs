namespace ExecutionControl.Client.Http;

/// <summary>Takes an answer that is no success past Kiota, which would lose its body, to the place that judges it.</summary>
internal sealed class ServiceAnswerException(ServiceAnswer answer) : Exception(answer.StatusText)
{
    public ServiceAnswer Answer => answer;
}
