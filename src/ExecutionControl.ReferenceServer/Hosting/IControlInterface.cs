using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Hosting;

/// <summary>What answers in the place of the services, under a path of its own, without a journal and without rules.</summary>
internal interface IControlInterface
{
    /// <summary>Whether a path is the control interface's, even when it is off: no service has it.</summary>
    bool Owns(RequestPath path);

    Task<OperationReply> AnswerAsync(HttpRequest request, RequestPath path);

    /// <summary>An error in its shape.</summary>
    OperationReply Error(int status, string message);
}
