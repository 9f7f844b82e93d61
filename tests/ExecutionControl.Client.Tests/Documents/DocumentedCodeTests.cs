using System.Text.Json;
using System.Text.RegularExpressions;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.DependencyInjection;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Testing.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.Tests.Documents;

/// <summary>Every piece of C# in the documents compiles as it stands, with no more around it than what its reader has in hand.</summary>
public sealed partial class DocumentedCodeTests
{
    /// <summary>What a reader has in hand: an application with clients, options and the usual usings.</summary>
    private const string Surroundings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;
        using System.Text.Json;
        using System.Threading;
        using System.Threading.Tasks;
        using ExecutionControl.Client;
        using ExecutionControl.Client.Authentication;
        using ExecutionControl.Client.Codegen;
        using ExecutionControl.Client.ConductorOne;
        using ExecutionControl.Client.Json;
        using ExecutionControl.Client.Kubiya;
        using ExecutionControl.Reference;
        using ExecutionControl.Runs;
        using ExecutionControl.Testing;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;
        using Polly;
        using Polly.Retry;

        /*USINGS*/

        interface IVault
        {
            Task<(string Token, DateTimeOffset? ExpiresAt)> GetTokenAsync(string host, bool isRenewal, CancellationToken cancellationToken);
        }

        /*TYPES*/

        abstract class Application
        {
            protected readonly HostApplicationBuilder builder = null!;
            protected readonly IServiceCollection services = null!;
            protected readonly ConductorOneClient conductorOne = null!;
            protected readonly CodegenClient codegen = null!;
            protected readonly KubiyaClient kubiya = null!;
            protected readonly ReferenceServer server = null!;
            protected readonly ResolvePausedResult result = null!;
            protected readonly JsonSerializerOptions options = null!;
            protected readonly IVault vault = null!;
            protected readonly string clientId = "", clientSecret = "", apiToken = "", apiKey = "";
            protected readonly long agentRunId = 1;
            protected readonly CancellationToken cancellationToken;
            protected int calls;

            protected void Report(string text) => Console.WriteLine(text);
        }

        sealed class Piece : Application
        {
            public async Task RunAsync()
            {
                /*STATEMENTS*/
            }
        }
        """;

    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    /// <summary>The pieces, each with its document and its number in it.</summary>
    public static TheoryData<string, int> Pieces { get; } = Numbered(Documents());

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Piece_AsItStands_Compiles(string document, int number) => Assert.Empty(Mistakes(Blocks(document, "csharp")[number - 1], document));

    [Theory]
    [InlineData("await codegen.ResumeAgentRunAsync(101, \"go on\");", "")]
    [InlineData("await codegen.ResumeAsync(101, \"go on\");", "CS1061")]
    [InlineData("sealed class Tokens : ITokenSource;", "CS0535")]
    public void Piece_OfYesterday_DoesNotCompile(string code, string mistake) =>
        Assert.Equal(mistake, string.Join(' ', Mistakes(code, "README.md").Select(text => text.Split(':')[0])));

    /// <summary>The configuration that the client's page shows is the one that the registered clients read.</summary>
    [Fact]
    public void Configuration_AsItStands_ReachesTheOptions()
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Assert.Single(Blocks("docs/client.md", "json")).Replace("…", "value", StringComparison.Ordinal)));
        var configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        var services = new ServiceCollection();
        services.AddConductorOne(
            configuration.GetSection("ConductorOne"),
            options => (options.ClientSecret, options.ClientId, options.AccessToken, options.ServerUrl) = (null, null, "token", new Uri("https://acme.conductor.one")));
        services.AddKeyedKubiya("emea", configuration.GetSection("Kubiya:Emea"));
        using var provider = services.BuildServiceProvider();

        var conductorOne = provider.GetRequiredService<IOptionsMonitor<ConductorOneClientOptions>>().CurrentValue;
        var kubiya = provider.GetRequiredService<IOptionsMonitor<KubiyaClientOptions>>().Get(ControlClientNames.Keyed(ControlService.Kubiya, "emea"));

        Assert.Equal((6, 20), (conductorOne.Retry.MaxAttempts, conductorOne.ResolvePaused.MaxRounds));
        Assert.Equal(new Uri("https://control-plane.example"), kubiya.ServerUrl);
    }

    [Fact]
    public void Json_OfEveryDocument_IsJson() => Assert.All(
        Documents().SelectMany(static document => Blocks(document, "json")),
        static json => JsonDocument.Parse(json).Dispose());

    private static IEnumerable<string> Documents()
    {
        var root = RepositoryFolder.Path;
        return Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md")
            .Concat(Directory.EnumerateDirectories(Path.Combine(root, "src")).Select(static folder => Path.Combine(folder, "README.md")).Where(File.Exists))
            .Append(Path.Combine(root, "README.md"))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    private static TheoryData<string, int> Numbered(IEnumerable<string> documents)
    {
        var pieces = new TheoryData<string, int>();
        foreach (var document in documents)
        {
            for (var number = 1; number <= Blocks(document, "csharp").Count; number++)
            {
                pieces.Add(document, number);
            }
        }

        return pieces;
    }

    private static IReadOnlyList<string> Blocks(string document, string language) =>
        [.. Fence().Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Path, document)).ReplaceLineEndings("\n"))
            .Where(match => string.Equals(match.Groups["language"].Value, language, StringComparison.Ordinal))
            .Select(match => match.Groups["text"].Value)];

    private static IEnumerable<string> Mistakes(string code, string document)
    {
        var whole = code.Contains("namespace ", StringComparison.Ordinal) ? code : Surround(code, document);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("Piece", [CSharpSyntaxTree.ParseText(whole), CSharpSyntaxTree.ParseText("global using System; global using System.Net.Http; global using System.Threading.Tasks;")], References, options)
            .GetDiagnostics()
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(static diagnostic => $"{diagnostic.Id}: {diagnostic}");
    }

    private static string Surround(string code, string document)
    {
        var lines = code.Split('\n');
        var usings = string.Join('\n', lines.TakeWhile(static line => line.Length == 0 || (line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal))));
        var rest = code[usings.Length..].TrimStart('\n');

        // What one piece declares, a later one of the same document may use.
        var types = document == "docs/client.md" ? string.Join('\n', Blocks(document, "csharp").Where(IsType)) : string.Empty;
        return Surroundings
            .Replace("/*USINGS*/", usings, StringComparison.Ordinal)
            .Replace("/*TYPES*/", IsType(rest) && !types.Contains(rest, StringComparison.Ordinal) ? rest : types, StringComparison.Ordinal)
            .Replace("/*STATEMENTS*/", IsType(rest) ? string.Empty : Whole(rest), StringComparison.Ordinal);
    }

    private static bool IsType(string code) => code.StartsWith("sealed class ", StringComparison.Ordinal);

    /// <summary>A handler that is shown by itself belongs to a call.</summary>
    private static string Whole(string statements) => statements.StartsWith("catch ", StringComparison.Ordinal)
        ? $"try {{ await codegen.ResumeAgentRunAsync(agentRunId, \"go on\"); }}\n{statements}"
        : statements;

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();
}
