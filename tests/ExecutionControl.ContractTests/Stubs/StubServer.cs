using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using WireMock.Server;
using WireMock.Settings;

namespace ExecutionControl.ContractTests.Stubs;

/// <summary>A WireMock.Net that plays the services; the tests of a class share one, and run one after another.</summary>
public sealed class StubServer : IDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings
    {
        // Without it, it listens on every address of the machine.
        Urls = ["http://127.0.0.1:0"],
        PreWireMockMiddlewareInit = builder => ((IApplicationBuilder)builder).Use(RawTarget.KeepAsync).Use(BrokenConnection.AnswerAsync),
        // The log is to hold what was sent, not what it might mean.
        AllowBodyForAllHttpMethods = true,
        DisableJsonBodyParsing = true,
        DisableRequestBodyDecompressing = true,
    });

    /// <summary>Where the stubbed services listen.</summary>
    public Uri Address => new(_server.Url!);

    /// <summary>Every request since the last reset, in the order in which they came.</summary>
    internal IReadOnlyList<RecordedRequest> Requests => [.. _server.LogEntries.Select(entry => new RecordedRequest(entry))];

    /// <summary>Answers requests as mappings say, until the next reset; of two that fit, the later one answers.</summary>
    internal void Stub(params IEnumerable<string> mappings)
    {
        foreach (var mapping in mappings)
        {
            Add(Mapping.Load(mapping));
        }
    }

    /// <summary>Answers the first request as the first mapping says, the second as the second, and from then on as the last.</summary>
    internal void StubInTurn(params IEnumerable<string> mappings) => AddInTurn([.. mappings.Select(Mapping.Load)]);

    /// <exception cref="ArgumentException">It is no mapping in WireMock.Net's own format.</exception>
    internal void Add(JsonNode mapping)
    {
        var json = mapping.ToJsonString();
        if (mapping["Request"]?["Path"] is null || mapping["Response"] is null)
        {
            // WireMock.Net itself would answer every request with an empty 200.
            throw new ArgumentException($"A mapping has Request.Path and Response: {json}", nameof(mapping));
        }

        _server.WithMapping(json);
    }

    internal void AddInTurn(IReadOnlyList<JsonNode> mappings)
    {
        // A scenario has two states at least.
        if (mappings is [var only])
        {
            Add(only);
            return;
        }

        var scenario = Guid.NewGuid().ToString("N");
        for (var step = 0; step < mappings.Count; step++)
        {
            var mapping = mappings[step].DeepClone();
            mapping["Scenario"] = scenario;
            // A scenario's first state has no name, and where no next state is named the first comes again.
            mapping["WhenStateIs"] = State(step);
            mapping["SetStateTo"] = State(Math.Min(step + 1, mappings.Count - 1));
            Add(mapping);
        }

        static string? State(int step) => step == 0 ? null : $"After {step}";
    }

    /// <summary>Forgets every stub, every scenario's state and every recorded request.</summary>
    internal void Reset() => _server.Reset();

    public void Dispose() => _server.Dispose();
}
