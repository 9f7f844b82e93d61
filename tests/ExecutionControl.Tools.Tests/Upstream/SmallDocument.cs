using ExecutionControl.CompareUpstream.Documents;
using ExecutionControl.CompareUpstream.Operations;

namespace ExecutionControl.Tools.Tests.Upstream;

/// <summary>A small specification of ours, and what becomes of it when the service changes something.</summary>
internal static class SmallDocument
{
    public const string Text = """
        openapi: 3.1.0
        info: {title: Small, version: '1'}
        servers: [{url: 'https://api.example.com'}]
        security: [{bearer: []}]
        paths:
          /v1/jobs/{job_id}/stop:
            post:
              operationId: stopJob
              parameters:
                - {name: job_id, in: path, required: true, schema: {type: string}}
                - {name: dry_run, in: query, schema: {type: boolean}}
                - {name: limit, in: query, schema: {type: integer, format: int32, maximum: 100}}
              requestBody:
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/StopRequest'}
              responses:
                '200':
                  description: Stopped.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Job'}
                '422':
                  description: Not valid.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Problem'}
        components:
          schemas:
            Decision:
              type: string
              enum: [RUN, CANCEL]
            State:
              type: string
              x-extensible-enum: [PAUSED, DONE]
            StopRequest:
              type: object
              required: [decision]
              properties:
                decision: {$ref: '#/components/schemas/Decision'}
                reason: {type: string, maxLength: 500}
                states: {type: [array, 'null'], items: {$ref: '#/components/schemas/State'}}
            Job:
              type: object
              required: [id]
              properties:
                id: {type: integer, format: int64}
                state: {$ref: '#/components/schemas/State'}
                kind: {type: string, enum: [A, B]}
                pausedCount: {type: integer, format: int64, minimum: 0, maximum: 4294967295}
                createdAt: {type: [string, 'null'], format: date-time}
                size: {type: integer, format: int32}
                name: {type: [string, 'null']}
                labels: {type: object, additionalProperties: {type: string}}
                parts: {type: array, items: {type: object, properties: {title: {type: string}}}}
            Problem:
              type: object
              properties:
                loc: {type: array, items: {}}
          securitySchemes:
            bearer: {type: http, scheme: bearer}
        """;

    /// <summary>Compares the document with an edited copy of it, and demands that the edit changed something.</summary>
    public static IReadOnlyList<Finding> CompareEdited(string oldText, string newText, string service = "small")
    {
        var edited = Text.Replace(oldText.ReplaceLineEndings("\n"), newText.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.NotEqual(Text, edited);
        return Compare(Text, edited, service);
    }

    public static IReadOnlyList<Finding> Compare(string ours, string theirs, string service = "small")
    {
        var published = ApiDocument.Parse(theirs);
        Assert.Empty(published.Complaints);
        return DocumentComparison.Compare(service, ApiDocument.Parse(ours).Content, published.Content);
    }
}
