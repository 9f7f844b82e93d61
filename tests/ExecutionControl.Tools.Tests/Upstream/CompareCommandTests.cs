using ExecutionControl.CompareUpstream;
using ExecutionControl.Testing.Repository;
using Microsoft.OpenApi;

namespace ExecutionControl.Tools.Tests.Upstream;

public sealed class CompareCommandTests : IDisposable
{
    private static readonly string Specifications = Path.Combine(RepositoryFolder.Path, "openapi");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("execution-control-upstream-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Theory]
    [InlineData("codegen")]
    [InlineData("conductorone")]
    [InlineData("kubiya")]
    public void Run_OurOwnSpecification_ExitsZero(string service)
    {
        var operations = File.ReadLines(Path.Combine(Specifications, service + ".yaml"))
            .Count(line => line.TrimStart().StartsWith("operationId: ", StringComparison.Ordinal));
        Assert.Equal(0, Run(service, Path.Combine(Specifications, service + ".yaml")));
        Assert.Contains($"{operations} operations of openapi/{service}.yaml compared with ", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("0 breaking, 0 worth a look, 0 harmless.\n", _output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(_errors.ToString());
    }

    [Theory]
    [InlineData(OpenApiSpecVersion.OpenApi3_0)]
    [InlineData(OpenApiSpecVersion.OpenApi3_1)]
    public async Task Run_OurOwnSpecificationInJson_ExitsZero(OpenApiSpecVersion version)
    {
        foreach (var service in (string[])["codegen", "conductorone", "kubiya"])
        {
            var document = CompareUpstream.Documents.ApiDocument.Read(Path.Combine(Specifications, service + ".yaml")).Content;
            Assert.True(Run(service, Save(await document.SerializeAsJsonAsync(version))) == 0, _output.ToString());
        }
    }

    [Theory]
    [InlineData("execution_id", "id", 0, "harmless: changed: POST /api/v1/executions/{execution_id}/pause, path parameter execution_id: its name is id")]
    [InlineData("        organization_id:\n", "        owner: {type: string}\n        organization_id:\n", 1,
        "harmless: new: GET /api/v1/executions/{execution_id}, answer 200.owner: it is optional to read.")]
    [InlineData("maxLength: 500", "maxLength: 100", 1, "worth a look: changed: POST /api/v1/executions/{execution_id}/terminate, request.reason: ")]
    [InlineData("        status:\n", "        state:\n", 2, "breaking: gone: GET /api/v1/executions/{execution_id}, answer 200.status: the client reads it.")]
    public void Run_Changed_ExitsByTheWorstAndPrintsIt(string oldText, string newText, int exitCode, string line)
    {
        var ours = File.ReadAllText(Path.Combine(Specifications, "kubiya.yaml"));
        var theirs = ours.Replace(oldText, newText, StringComparison.Ordinal);
        Assert.NotEqual(ours, theirs);

        Assert.Equal(exitCode, Run("kubiya", Save(theirs)));
        Assert.Contains(line, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DocumentWithFaultsOfItsOwn_ComparesAndTellsThem()
    {
        var theirs = File.ReadAllText(Path.Combine(Specifications, "kubiya.yaml"))
            .Replace("  version: 1.0.0", "  version: 1.0.0\n  nonsense: 1", StringComparison.Ordinal);

        Assert.Equal(0, Run("kubiya", Save(theirs)));
        Assert.Contains("nonsense", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("codegen")]
    [InlineData("codegen", "a", "b")]
    [InlineData("nobody", "a")]
    [InlineData("../openapi/codegen", "a")]
    public void Run_WrongArguments_ExitsThreeWithTheUsage(params string[] arguments)
    {
        Assert.Equal(3, Run(arguments));
        Assert.Contains("usage: scripts/compare-upstream SERVICE FILE", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("codegen, conductorone, kubiya", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html>Not found</html>", "no OpenAPI document")]
    [InlineData("{\"openapi\": \"3.1.0\", ", "no OpenAPI document")]
    [InlineData("openapi: 3.1.0\nopenapi: 3.1.0\n", "duplicate key")]
    [InlineData("openapi: 9.0.0\npaths: {}\n", "9.0.0")]
    [InlineData("openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\n", "no paths")]
    [InlineData("[1]", "no OpenAPI document")]
    [InlineData("null", "no OpenAPI document")]
    public void Run_NoDocument_ExitsFourAndSaysWhy(string text, string said)
    {
        var file = Save(text);

        Assert.Equal(4, Run("codegen", file));
        Assert.Contains(file, _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(said, _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public void Run_NoFile_ExitsFourAndSaysWhy()
    {
        Assert.Equal(4, Run("codegen", Path.Combine(_folder.FullName, "missing.yaml")));
        Assert.Equal(4, Run("codegen", _folder.FullName));
        Assert.Equal(4, Run("codegen", ""));
        Assert.Contains("It is a folder.", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FileThatNeverEnds_ExitsFour()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(4, Run("codegen", "/dev/zero"));
            Assert.Contains("longer than", _errors.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Run_NoText_ExitsFour()
    {
        var file = Path.Combine(_folder.FullName, "latin1.yaml");
        File.WriteAllBytes(file, [0x6F, 0xDF, 0x6F]);

        Assert.Equal(4, Run("codegen", file));
        Assert.Contains("UTF-8", _errors.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    private int Run(params string[] arguments) => new CompareCommand(Specifications).Run(arguments, _output, _errors);

    private string Save(string text)
    {
        var file = Path.Combine(_folder.FullName, "published");
        File.WriteAllText(file, text);
        return file;
    }
}
