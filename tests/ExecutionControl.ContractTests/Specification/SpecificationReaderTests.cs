using ExecutionControl.KiotaLock;

namespace ExecutionControl.ContractTests.Specification;

public sealed class SpecificationReaderTests
{
    [Theory]
    [InlineData("403", "403")]
    [InlineData("'403'", "\"403\"")]
    [InlineData("\"403\"", "\"403\"")]
    [InlineData("!!str 403", "\"403\"")]
    [InlineData("4294967295", "4294967295")]
    [InlineData("-1", "-1")]
    [InlineData("0.5", "0.5")]
    [InlineData("1.0.0", "\"1.0.0\"")]
    [InlineData("0.1.0-alpha", "\"0.1.0-alpha\"")]
    [InlineData("true", "true")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("null", "null")]
    [InlineData("'null'", "\"null\"")]
    [InlineData("", "null")]
    [InlineData("''", "\"\"")]
    [InlineData("[string, 'null']", "[\"string\",\"null\"]")]
    [InlineData("{}", "{}")]
    public void Parse_Scalar_HasItsJsonType(string yaml, string json)
    {
        var document = SpecificationReader.Parse($"value: {yaml}\n");

        Assert.Equal($$"""{"value":{{json}}}""", document.ToJsonString());
    }

    [Fact]
    public void Parse_NumericKey_StaysText()
    {
        Assert.Equal("""{"200":1,"404":2}""", SpecificationReader.Parse("'200': 1\n404: 2\n").ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a: 1\n---\nb: 2\n")]
    public void Parse_NotOneDocument_IsRefused(string yaml)
    {
        Assert.Throws<InvalidDataException>(() => SpecificationReader.Parse(yaml));
    }

    [Fact]
    public void ReadFile_BrokenYaml_NamesTheFile()
    {
        using var copy = new RepositoryCopy();
        File.WriteAllText(copy.PathOf("openapi/kubiya.yaml"), "a: [1\n");

        var fault = Assert.Throws<InvalidDataException>(() => SpecificationReader.ReadFile(copy.PathOf("openapi/kubiya.yaml")));

        Assert.Contains("kubiya.yaml", fault.Message, StringComparison.Ordinal);
    }
}
