using ExecutionControl.Cli.Files;

namespace ExecutionControl.Cli.Tests.Files;

/// <summary>One value changes, and not another character; or nothing does.</summary>
public sealed class YamlEditTests
{
    private const string ByHand = """
        # First block.

        # Second block, after an empty line.
        current: 'prod'   # in use

        profiles:
          # production
          prod:
            require-reason: true # asked for
            kubiya: {api-key: "a: b #c", server-url: https://x.example}

          stage:
            codegen:
              organization: 42

        # the end

        """;

    [Theory]
    [InlineData("current", "stage", "current: 'prod'   #", "current: stage   #")]
    [InlineData("profiles prod require-reason", "false", "reason: true # asked", "reason: false # asked")]
    [InlineData("profiles prod kubiya server-url", "https://y.example", "server-url: https://x.example", "server-url: 'https://y.example'")]
    [InlineData("profiles prod kubiya api-key", "it's", "\"a: b #c\"", "'it''s'")]
    [InlineData("profiles prod kubiya other", "x", "x.example}", "x.example, other: x}")]
    [InlineData("profiles stage codegen organization", "43", "organization: 42", "organization: 43")]
    [InlineData("profiles stage codegen api-token", "t", "organization: 42\n", "organization: 42\n      api-token: t\n")]
    [InlineData("profiles stage require-reason", "true", "organization: 42\n", "organization: 42\n    require-reason: true\n")]
    [InlineData("profiles new kubiya api-key", "k", "organization: 42\n", "organization: 42\n  new:\n    kubiya:\n      api-key: k\n")]
    [InlineData("added", "~", "organization: 42\n", "organization: 42\nadded: '~'\n")]
    [InlineData("current", null, "current: 'prod'   # in use\n", "")]
    [InlineData("profiles prod require-reason", null, "    require-reason: true # asked for\n", "")]
    [InlineData("profiles prod kubiya api-key", null, "api-key: \"a: b #c\", ", "")]
    [InlineData("profiles prod kubiya server-url", null, ", server-url: https://x.example", "")]
    [InlineData("profiles stage", null, "  stage:\n    codegen:\n      organization: 42\n", "")]
    [InlineData("profiles stage none", null, "", "")]
    public void Set_FileWrittenByHand_ChangesTheOneValueAlone(string path, string? value, string before, string after)
    {
        var changed = YamlEdit.Set(ByHand, path.Split(' '), value);

        Assert.Equal(before.Length == 0 ? ByHand : ByHand.Replace(before, after, StringComparison.Ordinal), changed);
    }

    [Theory]
    [InlineData("a: {}", "a: {}\nb:\n  c: v", "b c")]
    [InlineData("b:", "b:\n  c: v", "b c")]
    [InlineData("b: ~\n", "b:\n  c: v\n", "b c")]
    [InlineData("b: {}   # none yet\nz: 1\n", "b:    # none yet\n  c: v\nz: 1\n", "b c")]
    [InlineData("b: # none yet\nz: 1\n", "b: # none yet\n  c: v\nz: 1\n", "b c")]
    [InlineData("b:\r\n    x: 1\r\nz: 1\r\n", "b:\r\n    x: 1\r\n    c: v\r\nz: 1\r\n", "b c")]
    [InlineData("{b: {x: 1}}\n", "{b: {x: 1, c: v}}\n", "b c")]
    [InlineData("{}\n", "{b: {c: v}}\n", "b c")]
    [InlineData("", "b:\n  c: v\n", "b c")]
    [InlineData("# only a comment", "# only a comment\nb:\n  c: v\n", "b c")]
    [InlineData("---\nb:\n  x: |\n    one\n    two\n\nz: 1\n...\n", "---\nb:\n  x: |\n    one\n    two\n  c: v\n\nz: 1\n...\n", "b c")]
    [InlineData("b:\n  x: [1,\n   2]\n", "b:\n  x: [1,\n   2]\n  c: v\n", "b c")]
    [InlineData("\"b\":\n  ? c\n  : old\n", "\"b\":\n  ? c\n  : v\n", "b c")]
    public void Set_AnyWayOfWritingIt_PutsTheValueInPlace(string text, string expected, string path)
    {
        var changed = YamlEdit.Set(text, path.Split(' '), "v");

        Assert.Equal(expected, changed);
        Assert.Equal("v", YamlText.Read(changed).Mapping("b")!.Text("c"));
    }

    [Fact]
    public void Set_ProfileIsAnAlias_ChangesItAlone()
    {
        const string Text = "profiles:\n  prod: &p\n    require-reason: true\n  stage: *p\n";

        var changed = YamlEdit.Set(Text, ["profiles", "stage", "require-reason"], "false");

        Assert.Equal("profiles:\n  prod: &p\n    require-reason: true\n  stage:\n    <<: *p\n    require-reason: false\n", changed);
        var profiles = YamlText.Read(changed).Mapping("profiles")!;
        Assert.Equal("true", profiles.Mapping("prod")!.Text("require-reason"));
        Assert.Equal("false", profiles.Mapping("stage")!.Text("require-reason"));
    }

    [Theory]
    [InlineData("prod: &p\n  a: 1\nstage: *p\n", "prod a", "2")]
    [InlineData("prod: &p\n  a: 1\nstage: *p\n", "prod a", null)]
    [InlineData("prod: &p\n  a: 1\nstage: *p\n", "prod b", "2")]
    [InlineData("prod: &p\n  a: 1\nstage: *p\n", "prod", null)]
    [InlineData("prod: &p {a: 1}\nstage: {<<: *p}\n", "stage a", null)]
    [InlineData("base: &b\n  k: {a: 1}\nprod:\n  <<: *b\nstage: *b\n", "base k a", "2")]
    [InlineData("prod: text\n", "prod a", "2")]
    [InlineData("prod: [1]\n", "prod a", "2")]
    [InlineData("prod:\n  a:\n    - 1\n", "prod a", "2")]
    public void Set_MoreWouldChange_IsRefused(string text, string path, string? value) =>
        Assert.Throws<FormatException>(() => YamlEdit.Set(text, path.Split(' '), value));

    [Theory]
    [InlineData("a: b #c")]
    [InlineData("- x")]
    [InlineData("*p")]
    [InlineData("&p")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("it's \"quoted\"")]
    [InlineData("tab\there")]
    [InlineData("two\nlines")]
    [InlineData("{a: 1}")]
    [InlineData("%x @y `z")]
    [InlineData("secret-token:conductorone.com:v1:c2VjcmV0LTQ3MTE=")]
    [InlineData("\U0001F980 é \u2028")]
    [InlineData(" around ")]
    [InlineData("a:")]
    public void Set_AnyText_IsReadBackAsItWas(string value)
    {
        foreach (var text in new[] { "a: {b: old}\n", "a:\n  b: old\n", "a: {}\n", "" })
        {
            Assert.Equal(value, YamlText.Read(YamlEdit.Set(text, ["a", "b"], value)).Mapping("a")!.Text("b"));
        }
    }

    [Fact]
    public void Read_MergeKey_TakesOverWhatTheMappingDoesNotSayItself()
    {
        var root = YamlText.Read("one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\nboth: {<<: [*one, *two], a: 3}\n");
        var both = root.Mapping("both")!;

        Assert.Equal("3 1 2", $"{both.Text("a")} {both.Text("b")} {both.Text("c")}");
        Assert.Equal(["a", "b", "c"], both.Keys());
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("? ", 100_000)]
    [InlineData("a: [", 50)]
    public void Read_DeeplyNested_IsRefused(string opening, int times) =>
        Assert.Throws<FormatException>(() => YamlText.Read(string.Concat(Enumerable.Repeat(opening, times))));

    [Fact]
    public void Read_ABombOfAliases_IsRefused()
    {
        var bomb = "a0: &a0 {x: y}\n" + string.Concat(Enumerable.Range(1, 30).Select(n => $"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n"));

        Assert.Contains("more than", Assert.Throws<FormatException>(() => YamlText.Read(bomb)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &a [*a]")]
    [InlineData("a: *b")]
    [InlineData("[a]: b")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("<<: {")]
    [InlineData("%YAML 9.9\n---\na: 1")]
    [InlineData("a: !!binary x\nb: !<")]
    [InlineData("text")]
    public void Read_NotOnePlainMapping_IsRefused(string text) => Assert.Throws<FormatException>(() => YamlText.Read(text));
}
