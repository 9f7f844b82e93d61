using System.Globalization;
using System.Text;
using ExecutionControl.CompareUpstream.Documents;

namespace ExecutionControl.Tools.Tests.Upstream;

public sealed class DocumentComparisonTests
{
    private const string Stop = "POST /v1/jobs/{job_id}/stop";

    [Theory]
    [InlineData("/v1/jobs/", "/v2/jobs/", "breaking gone " + Stop, "POST /v2/jobs/{job_id}/stop")]
    [InlineData("    post:", "    put:", "breaking gone " + Stop, "PUT /v1/jobs/{job_id}/stop")]
    [InlineData("operationId: stopJob", "deprecated: true", "worth a look changed " + Stop, "deprecated")]
    [InlineData("https://api.example.com", "https://api.example.com/beta", "breaking changed " + Stop, "/beta")]
    [InlineData("name: dry_run", "name: dryRun",
        "breaking gone " + Stop + ", query parameter dry_run", "sends it", "harmless new " + Stop + ", query parameter dryRun")]
    [InlineData("{name: dry_run, in: query,", "{name: dry_run, in: query, required: true,",
        "breaking changed " + Stop + ", query parameter dry_run", "required now")]
    [InlineData("{name: dry_run, in: query,", "{name: dry_run, in: query, deprecated: true,",
        "worth a look changed " + Stop + ", query parameter dry_run", "deprecated")]
    [InlineData("- {name: dry_run", "- {name: tenant, in: header, required: true, schema: {type: string}}\n        - {name: dry_run",
        "breaking new " + Stop + ", header parameter tenant", "required")]
    [InlineData("- {name: dry_run", "- {name: Authorization, in: header, schema: {type: string}}\n        - {name: dry_run",
        "harmless new " + Stop + ", header parameter Authorization", "optional")]
    [InlineData("maximum: 100", "maximum: 50", "worth a look changed " + Stop + ", query parameter limit", "at most 50 (100 here)")]
    [InlineData("schema: {type: boolean}", "schema: {type: string}", "breaking changed " + Stop + ", query parameter dry_run", "string, here boolean")]
    [InlineData("required: true, schema: {type: string}", "required: true, schema: {type: string, format: uuid}",
        "worth a look changed " + Stop + ", path parameter job_id", "uuid, here none")]
    [InlineData("scheme: bearer", "scheme: basic", "breaking changed " + Stop + ", credentials", "HTTP basic")]
    [InlineData("type: http, scheme: bearer", "type: apiKey, in: header, name: X-Key", "breaking changed " + Stop + ", credentials", "X-Key")]
    public void Compare_OperationOrParameterChanged_SaysWhatItMeans(string oldText, string newText, string finding, string said, string? another = null) =>
        AssertFound(SmallDocument.CompareEdited(oldText, newText), finding, said, another);

    [Theory]
    [InlineData("requestBody:\n", "requestBody:\n        required: true\n", "worth a look changed " + Stop + ", request", "required")]
    [InlineData("          application/json:\n            schema: {$ref: '#/components/schemas/StopRequest'}", "          application/xml: {}",
        "breaking gone " + Stop + ", request", "application/xml")]
    [InlineData("enum: [RUN, CANCEL]", "enum: [RUN]", "breaking gone " + Stop + ", request.decision", "CANCEL is gone")]
    [InlineData("enum: [RUN, CANCEL]", "enum: [RUN, CANCEL, SKIP]", "worth a look new " + Stop + ", request.decision", "SKIP")]
    [InlineData("reason:", "why:", "breaking gone " + Stop + ", request.reason", "sends it", "harmless new " + Stop + ", request.why")]
    [InlineData("required: [decision]", "required: [decision, reason]", "breaking changed " + Stop + ", request.reason", "required now")]
    [InlineData("required: [decision]", "required: []", "harmless changed " + Stop + ", request.decision", "optional now")]
    [InlineData("maxLength: 500", "maxLength: 499", "worth a look changed " + Stop + ", request.reason", "at most 499 (500 here)")]
    [InlineData("maxLength: 500", "maxLength: 500, pattern: '^a'", "worth a look changed " + Stop + ", request.reason", "pattern ^a")]
    [InlineData("maxLength: 500", "maxLength: 500, enum: [x]", "worth a look new " + Stop + ", request.reason", "only x")]
    [InlineData("maxLength: 500", "maxLength: 500, deprecated: true", "worth a look changed " + Stop + ", request.reason", "deprecated")]
    [InlineData("reason: {type: string, maxLength: 500}", "reason: {type: integer}", "breaking changed " + Stop + ", request.reason", "integer, here string")]
    [InlineData("reason: {type: string, maxLength: 500}", "reason: {}", "harmless changed " + Stop + ", request.reason", "no longer described")]
    public void Compare_RequestChanged_SaysWhatItMeans(string oldText, string newText, string finding, string said, string? another = null) =>
        AssertFound(SmallDocument.CompareEdited(oldText, newText), finding, said, another);

    [Theory]
    [InlineData("'200':", "'202':", "breaking gone " + Stop + ", answer 200", "no longer", "worth a look new " + Stop + ", answer 202")]
    [InlineData("'422':", "'400':", "worth a look gone " + Stop + ", answer 422", "no longer", "harmless new " + Stop + ", answer 400")]
    [InlineData("schema: {$ref: '#/components/schemas/Job'}", "schema: {}", "worth a look changed " + Stop + ", answer 200", "no longer described")]
    [InlineData("schema: {$ref: '#/components/schemas/Job'}", "schema: {type: array, items: {$ref: '#/components/schemas/Job'}}",
        "breaking changed " + Stop + ", answer 200", "array, here object")]
    [InlineData("schema: {$ref: '#/components/schemas/Job'}", "schema: {$ref: '#/components/schemas/Gone'}",
        "worth a look changed " + Stop + ", answer 200", "#/components/schemas/Gone")]
    [InlineData("kind:", "sort:", "breaking gone " + Stop + ", answer 200.kind", "reads it", "harmless new " + Stop + ", answer 200.sort")]
    [InlineData("enum: [A, B]", "enum: [A, B, C]", "breaking new " + Stop + ", answer 200.kind", "value C")]
    [InlineData("enum: [A, B]", "enum: [A]", "worth a look gone " + Stop + ", answer 200.kind", "value B")]
    [InlineData(", enum: [A, B]", "", "worth a look changed " + Stop + ", answer 200.kind", "no longer listed")]
    [InlineData("required: [id]", "required: []", "worth a look changed " + Stop + ", answer 200.id", "may be missing")]
    [InlineData("required: [id]", "required: [id, name]", "harmless changed " + Stop + ", answer 200.name", "always there")]
    [InlineData("id: {type: integer, format: int64}", "id: {type: string, format: int64}",
        "breaking changed " + Stop + ", answer 200.id", "string, here integer")]
    [InlineData("id: {type: integer, format: int64}", "id: {type: number, format: double}",
        "breaking changed " + Stop + ", answer 200.id", "number, here integer")]
    [InlineData("id: {type: integer, format: int64}", "id: {type: integer}", "worth a look changed " + Stop + ", answer 200.id", "none, here int64")]
    [InlineData("id: {type: integer, format: int64}", "id: {type: integer, format: int32}",
        "harmless changed " + Stop + ", answer 200.id", "int32, here int64")]
    [InlineData("size: {type: integer, format: int32}", "size: {type: integer, format: int64}",
        "breaking changed " + Stop + ", answer 200.size", "int64, here int32")]
    [InlineData("size: {type: integer, format: int32}", "size: {type: integer, format: uint32}",
        "breaking changed " + Stop + ", answer 200.size", "uint32, here int32")]
    [InlineData("format: date-time", "format: date", "breaking changed " + Stop + ", answer 200.createdAt", "date, here date-time")]
    [InlineData("[string, 'null'], format: date-time", "[string, 'null']", "worth a look changed " + Stop + ", answer 200.createdAt", "none, here date-time")]
    [InlineData("name: {type: [string, 'null']}", "name: {type: string}", "harmless changed " + Stop + ", answer 200.name", "never null")]
    [InlineData("name: {type: [string, 'null']}", "name: {type: [string, 'null'], format: email}", "harmless changed " + Stop + ", answer 200.name", "email")]
    [InlineData("additionalProperties: {type: string}", "additionalProperties: {type: integer}",
        "breaking changed " + Stop + ", answer 200.labels.*", "integer, here string")]
    [InlineData("{title: {type: string}}", "{title: {type: boolean}}", "breaking changed " + Stop + ", answer 200.parts[].title", "boolean, here string")]
    [InlineData("items: {type: object, properties: {title: {type: string}}}", "items: {type: object}",
        "worth a look changed " + Stop + ", answer 200.parts[]", "no longer described")]
    public void Compare_AnswerChanged_SaysWhatItMeans(string oldText, string newText, string finding, string said, string? another = null) =>
        AssertFound(SmallDocument.CompareEdited(oldText, newText), finding, said, another);

    [Fact]
    public void Compare_OpenEnumerationChanged_BreaksOnlyWhatIsSent()
    {
        Assert.Equal(
            [
                "breaking gone " + Stop + ", request.states[]",
                "worth a look new " + Stop + ", request.states[]",
                "worth a look gone " + Stop + ", answer 200.state",
                "worth a look new " + Stop + ", answer 200.state",
            ],
            SmallDocument.CompareEdited("x-extensible-enum: [PAUSED, DONE]", "enum: [PAUSED, ENDED]").Select(Text));
    }

    [Theory]
    [InlineData("x-extensible-enum: [PAUSED, DONE]", "enum: [PAUSED, DONE]")]
    [InlineData("name: {type: [string, 'null']}", "name: {anyOf: [{type: string}, {type: 'null'}]}")]
    [InlineData("name: {type: [string, 'null']}", "name: {oneOf: [{type: 'null'}, {allOf: [{type: string}]}]}")]
    [InlineData("states: {type: [array, 'null'], items: {$ref: '#/components/schemas/State'}}",
        "states: {anyOf: [{type: array, items: {$ref: '#/components/schemas/State'}}, {type: 'null'}]}")]
    [InlineData("decision: {$ref: '#/components/schemas/Decision'}", "decision: {type: string, enum: [CANCEL, RUN]}")]
    [InlineData("pausedCount: {type: integer, format: int64, minimum: 0, maximum: 4294967295}", "pausedCount: {type: integer, format: uint32}")]
    [InlineData("loc: {type: array, items: {}}", "loc: {type: array, items: {anyOf: [{type: string}, {type: integer}]}}")]
    [InlineData("id: {type: integer, format: int64}\n", "id: {allOf: [{type: integer}, {format: int64}]}\n")]
    [InlineData("    Job:\n      type: object\n      required: [id]\n",
        "    Base: {type: object, required: [id], properties: {id: {type: integer, format: int64}}}\n    Job:\n"
        + "      allOf: [{$ref: '#/components/schemas/Base'}]\n")]
    [InlineData("https://api.example.com", "https://{region}.example.org/")]
    [InlineData("servers: [{url: 'https://api.example.com'}]\n", "")]
    [InlineData("security: [{bearer: []}]\n", "")]
    [InlineData("operationId: stopJob", "operationId: another\n      summary: Another summary.")]
    [InlineData(", minimum: 0, maximum: 4294967295", "")]
    public void Compare_AnotherFormOfTheSame_FindsNothing(string oldText, string newText) =>
        Assert.Empty(SmallDocument.CompareEdited(oldText, newText).Select(Text));

    [Fact]
    public void Compare_PathInTheServersAddress_IsPartOfThePath()
    {
        var theirs = SmallDocument.Text
            .Replace("'https://api.example.com'", "'https://api.example.com/{version}', variables: {version: {default: v1}}", StringComparison.Ordinal)
            .Replace("/v1/jobs/", "/jobs/", StringComparison.Ordinal);

        Assert.Empty(SmallDocument.Compare(SmallDocument.Text, theirs));
    }

    [Fact]
    public void Compare_PathParameterRenamed_IsHarmlessAndStillCompared()
    {
        var theirs = SmallDocument.Text.Replace("job_id", "automation_id", StringComparison.Ordinal);

        var finding = Assert.Single(SmallDocument.Compare(SmallDocument.Text, theirs));

        Assert.Equal("harmless changed " + Stop + ", path parameter job_id", Text(finding));
    }

    [Fact]
    public void Compare_ParametersOfThePath_CountForItsOperations()
    {
        const string Own = "        - {name: job_id, in: path, required: true, schema: {type: string}}\n";
        const string OfThePath = "    parameters:\n      - {name: job_id, in: path, required: true, schema: {type: string}}\n    post:\n";
        var theirs = SmallDocument.Text.Replace(Own, "", StringComparison.Ordinal).Replace("    post:\n", OfThePath, StringComparison.Ordinal);

        Assert.Empty(SmallDocument.Compare(SmallDocument.Text, theirs));
    }

    [Fact]
    public void Compare_NullableOfVersion30_IsNullOf31()
    {
        var theirs = SmallDocument.Text.Replace("openapi: 3.1.0", "openapi: 3.0.3", StringComparison.Ordinal)
            .Replace("type: [string, 'null']", "type: string, nullable: true", StringComparison.Ordinal)
            .Replace("type: [array, 'null']", "type: array, nullable: true", StringComparison.Ordinal);

        Assert.Empty(SmallDocument.Compare(SmallDocument.Text, theirs));
    }

    [Theory]
    [InlineData("codegen", 0)]
    [InlineData("kubiya", 1)]
    public void Compare_BearerTokenAsHeaderParameter_IsMeantForCodegenAlone(string service, int findings) =>
        Assert.Equal(
            findings,
            SmallDocument.CompareEdited(
                "- {name: dry_run", "- {name: authorization, in: header, schema: {type: string}}\n        - {name: dry_run", service).Count);

    [Theory]
    [InlineData("codegen", 0)]
    [InlineData("kubiya", 1)]
    public void Compare_IdWithoutSize_IsMeantForCodegenAlone(string service, int findings) =>
        Assert.Equal(findings, SmallDocument.CompareEdited("id: {type: integer, format: int64}", "id: {type: integer}", service).Count);

    [Theory]
    [InlineData("name: {type: [string, 'null']}", "name: {type: [string, 'null']}\n        child: {$ref: '#/components/schemas/Job'}")]
    [InlineData("    State:\n", "    Loop: {$ref: '#/components/schemas/Loop'}\n    State:\n")]
    public void Compare_ReferencesInACircle_Ends(string oldText, string newText)
    {
        var circular = SmallDocument.Text.Replace(oldText, newText, StringComparison.Ordinal);

        Assert.Empty(SmallDocument.Compare(circular, circular));
    }

    [Theory]
    [InlineData("Job:\n      type: object", "Job:\n      allOf: [{$ref: '#/components/schemas/Job'}]\n      type: object")]
    [InlineData("labels:",
        "twins: {type: array, items: {anyOf: [{$ref: '#/components/schemas/Job'}, {$ref: '#/components/schemas/Problem'}]}}\n        labels:")]
    public void Compare_SchemaThatHoldsItself_Ends(string oldText, string newText)
    {
        var circular = SmallDocument.Text.Replace(oldText, newText, StringComparison.Ordinal);
        Assert.NotEqual(SmallDocument.Text, circular);

        Assert.Empty(SmallDocument.Compare(circular, circular));
        Assert.DoesNotContain(SmallDocument.Compare(SmallDocument.Text, circular), finding => finding.Meaning != Meaning.Harmless);
    }

    [Fact]
    public void Compare_AnswersAsRangeOrDefault_CoverOurs()
    {
        Assert.Empty(SmallDocument.CompareEdited("'422':", "4XX:").Select(Text));
        Assert.Equal(["harmless new " + Stop + ", answer default"], SmallDocument.CompareEdited("'422':", "default:").Select(Text));
    }

    [Fact]
    public void Compare_ReadOnlyPropertyRequiredInARequest_IsNotMissed()
    {
        Assert.Empty(SmallDocument.CompareEdited(
            "required: [decision]\n      properties:", "required: [decision, id]\n      properties:\n        id: {type: string, readOnly: true}"));
    }

    [Fact]
    public void Compare_LargeDocument_FindsTheOneDifferenceAmongMany()
    {
        var theirs = new StringBuilder();
        const int Operations = 5000;
        for (var number = 0; number < Operations; number++)
        {
            theirs.Append(CultureInfo.InvariantCulture, $"  /v1/others/{number}/{{id}}:\n    get:\n      operationId: other{number}\n      parameters:\n");
            theirs.Append("        - name: id\n          in: path\n          required: true\n          schema:\n            type: string\n");
            theirs.Append("      responses:\n        '200':\n          description: One.\n          content:\n");
            theirs.Append("            application/json:\n              schema:\n");
            theirs.Append("                $ref: '#/components/schemas/Job'\n");
        }

        var text = SmallDocument.Text.Replace("paths:\n", "paths:\n" + theirs, StringComparison.Ordinal).Replace("kind:", "sort:", StringComparison.Ordinal);
        Assert.True(text.Split('\n').Length > 65_000);

        Assert.Equal(
            ["breaking gone " + Stop + ", answer 200.kind", "harmless new " + Stop + ", answer 200.sort"],
            SmallDocument.Compare(SmallDocument.Text, text).Select(Text));
    }

    private static void AssertFound(IReadOnlyList<Finding> findings, string finding, string said, string? another)
    {
        string?[] expected = [finding, another];
        Assert.Equal(expected.OfType<string>(), findings.Select(Text));
        Assert.Contains(said, findings[0].What, StringComparison.Ordinal);
    }

    private static string Text(Finding finding)
    {
        var meaning = finding.Meaning == Meaning.WorthALook ? "worth a look" : finding.Meaning.ToString().ToLowerInvariant();
        return $"{meaning} {finding.Change.ToString().ToLowerInvariant()} {finding.Where}";
    }
}
