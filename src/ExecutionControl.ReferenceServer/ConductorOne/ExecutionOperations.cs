using System.Globalization;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.State;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Reads, searches and terminates automation executions.</summary>
internal sealed class ExecutionOperations(TimeProvider timeProvider, TimeSpan terminateDelay)
{
    private const string Cursor = "execution";

    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        new(endpoint, OperationNames.ListAutomationExecutions, HttpMethods.Get, "/api/v1/automation_executions", ListAsync),
        new(endpoint, OperationNames.GetAutomationExecution, HttpMethods.Get, "/api/v1/automation_executions/{id}", GetAsync),
        new(endpoint, OperationNames.TerminateAutomationExecution, HttpMethods.Post, "/api/v1/automation_executions/{id}/actions/terminate", TerminateAsync)
        {
            ChecksRevision = true,
        },
        new(endpoint, OperationNames.SearchAutomationExecutions, HttpMethods.Post, "/api/v1/search/all_automation_executions", SearchAsync),

        // Where clients of earlier releases look; they can name one automation, some executions, or a text (what that is looked for in is assumed).
        new(endpoint, OperationNames.SearchAutomationExecutions, HttpMethods.Post, "/api/v1/search/automation_executions", SearchByEarlierRequestAsync),
        new(endpoint, OperationNames.SearchAutomationExecutions, HttpMethods.Post, "/api/v1/automation_executions/search", SearchByEarlierRequestAsync),
    ];

    private async Task<OperationReply> GetAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var id = ExecutionId(request);
        var row = await request.Tenant.Database.ReadAsync(session => ExecutionStore.Find(session, id), cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(id);
        var now = timeProvider.GetUtcNow();
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("automationExecution");
            ExecutionJson.Write(json, row, now);
            json.WritePropertyName("view");
            ExecutionJson.WriteView(json, row, now);
            ExecutionJson.WriteExpanded(json);
            json.WriteEndObject();
        });
    }

    private async Task<OperationReply> TerminateAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var id = ExecutionId(request);
        ProtoMessage.Parse(request.Body);
        await request.Tenant.Database.WriteAsync(
            session =>
            {
                var row = ExecutionStore.Find(session, id) ?? throw NotFound(id);
                var now = timeProvider.GetUtcNow();

                // What has ended stays as it is (assumed), and a second request does not put the first one off.
                if (!ExecutionCourse.At(row, now).State.IsFinal() && row.TerminateAt is null)
                {
                    ExecutionStore.TerminateAt(session, row, now, now + terminateDelay);
                }

                return true;
            },
            StateChange.OneExecution,
            request.AsOf,
            cancellationToken).ConfigureAwait(false);
        return OperationReply.EmptyObject();
    }

    private async Task<OperationReply> SearchAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var message = ProtoMessage.Parse(request.Body);
        var filter = new ExecutionFilter(
            message.Texts("automationTemplateIds", "automation_template_ids"),
            [.. message.Enums("executionStates", "execution_states", ExecutionStateName.All).Select(state => (ExecutionState)state)],
            message.Texts("appIds", "app_ids"),
            message.Texts("subjectUserIds", "subject_user_ids"));
        return await SearchAsync(request, message, filter, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OperationReply> SearchByEarlierRequestAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var message = ProtoMessage.Parse(request.Body);
        var automation = message.Text("automationTemplateId", "automation_template_id");
        var execution = message.Int64("executionId", "execution_id");
        var filter = new ExecutionFilter(
            automation.Length == 0 ? [] : [automation],
            [.. message.Enums("executionStepStates", "execution_step_states", ExecutionStateName.All).Select(state => (ExecutionState)state)],
            AppIds: [], SubjectUserIds: [])
        {
            ExecutionId = execution == 0 ? null : execution,
            References = [.. message.Messages("refs", "refs").Select(reference => reference.Int64("id", "id"))],
            Query = message.Text("query", "query"),
        };
        return await SearchAsync(request, message, filter, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OperationReply> SearchAsync(
        OperationRequest request, ProtoMessage message, ExecutionFilter filter, CancellationToken cancellationToken)
    {
        // There is nothing to expand here, but a wrong type is refused all the same.
        message.Message("expandMask", "expand_mask").Texts("paths", "paths");
        var size = PageToken.SizeOf(message.Int32("pageSize", "page_size"));
        var before = Before(message.Text("pageToken", "page_token"));
        var now = timeProvider.GetUtcNow();
        var rows = await request.Tenant.Database.ReadAsync(
            session => ExecutionStore.Search(session, filter, before, size + 1, now), cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("list");
            foreach (var row in rows.Take(size))
            {
                ExecutionJson.WriteView(json, row, now);
            }

            json.WriteEndArray();
            ExecutionJson.WriteExpanded(json);
            json.WriteString("nextPageToken", rows.Count > size ? After(rows[size - 1]) : "");
            json.WriteEndObject();
        });
    }

    private async Task<OperationReply> ListAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var size = PageToken.SizeOf(PageQuery.Size(request.Http.Query));
        var before = Before(PageQuery.Token(request.Http.Query));
        var now = timeProvider.GetUtcNow();
        var rows = await request.Tenant.Database.ReadAsync(
            session => ExecutionStore.Search(session, new ExecutionFilter([], [], [], []), before, size + 1, now), cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("automationExecutions");
            foreach (var row in rows.Take(size))
            {
                ExecutionJson.Write(json, row, now);
            }

            json.WriteEndArray();
            json.WriteString("nextPageToken", rows.Count > size ? After(rows[size - 1]) : "");
            json.WriteEndObject();
        });
    }

    private static string After(ExecutionRow last) => PageToken.After(Cursor, last.Id.ToString(CultureInfo.InvariantCulture));

    private static long? Before(string pageToken)
    {
        if (PageToken.Read(Cursor, pageToken) is not { } text)
        {
            return null;
        }

        return TryParseId(text, out var id) ? id : throw ProtoFault.InvalidArgument("invalid page token");
    }

    private static long ExecutionId(OperationRequest request) => TryParseId(request.Path["id"], out var id)
        ? id
        : throw ProtoFault.InvalidArgument($"invalid value for int64 parameter id: \"{request.Path["id"]}\"");

    private static bool TryParseId(string text, out long id) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);

    private static OperationFaultException NotFound(long id) =>
        ProtoFault.NotFound(string.Create(CultureInfo.InvariantCulture, $"automation execution {id} not found"));
}
