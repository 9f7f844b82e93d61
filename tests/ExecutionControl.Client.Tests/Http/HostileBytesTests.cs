using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>Bytes that no service should send: a success that can be read is a success, and what cannot be read is never more than unclear.</summary>
public sealed class HostileBytesTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private const string Accepted = """{"success":true,"status":"paused","message":"ok","workflow_id":"w"}""";
    private readonly TurnedClock _clock = new();

    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"];

    public static TheoryData<string> Compressions => ["gzip", "X-GZIP", "deflate", "raw-deflate", "br", "gzip, gzip", "deflate, br", "identity", "gzip-undone"];

    [Theory]
    [InlineData("""{"success":true,"message":"ok \ud83d"}""", "ok \uFFFD")]
    [InlineData("""{"success":true,"message":"\uDE00 ok"}""", "\uFFFD ok")]
    [InlineData("""{"success":true,"message":"\ud83d\ud83d\ude00"}""", "\uFFFD\U0001F600")]
    [InlineData("""{"success":true,"message":"\\ud83d"}""", @"\ud83d")]
    [InlineData("""{"success":true,"message":"ok","\ud83d":1,"\udc00":{"\ud83d":"\ud83d"}}""", "ok")]
    public async Task PauseExecutionAsync_HalfCharacters_IsAppliedWithReplacements(string body, string message)
    {
        await using var server = new ScriptedServer(Reply.Json(body));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var result = await client.PauseExecutionAsync(Execution);

        Assert.Equal((ControlOutcome.Applied, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task PauseExecutionAsync_BytesThatAreNoUtf8_IsAppliedWithReplacements()
    {
        byte[] body = [.. "{\"success\":true,\"message\":\"ok "u8, 0xFF, 0xC3, .. "\"}"u8];
        await using var server = new ScriptedServer(Answer(body));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var result = await client.PauseExecutionAsync(Execution);

        Assert.Equal((ControlOutcome.Applied, "ok \uFFFD\uFFFD"), (result.Outcome, result.Message));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Call_AnswerInAnotherEncoding_IsReadEverywhereAlike(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        foreach (var mark in (byte[][])[encoding.GetPreamble(), []])
        {
            await using var server = new ScriptedServer(request => Answer([.. mark, .. encoding.GetBytes(request.Path switch
            {
                _ when request.Path.EndsWith("/pause", StringComparison.Ordinal) => Accepted,
                _ when request.Path.EndsWith("/resume", StringComparison.Ordinal) => """{"id":101,"status":"ACTIVE"}""",
                "/auth/v1/token" => """{"access_token":"c1-token","expires_in":3600}""",
                _ => "{}",
            })]));
            using var kubiya = TestClients.Kubiya(server.Url, _clock);
            using var codegen = TestClients.Codegen(server.Url, _clock);
            using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions
            {
                ServerUrl = server.Url,
                ClientId = "clever-fox-1234@acme.conductor.one/spc",
                ClientSecret = ClientSecretText.Valid,
                TimeProvider = _clock,
            });

            Assert.Equal(
                [ControlOutcome.Applied, ControlOutcome.Applied, ControlOutcome.Applied],
                [(await kubiya.PauseExecutionAsync(Execution)).Outcome, (await codegen.ResumeAgentRunAsync(101, "go on")).Outcome, (await conductorOne.TerminateAutomationExecutionAsync("839265")).Outcome]);
        }
    }

    [Theory]
    [InlineData(70)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(5_000_000)]
    public async Task PauseExecutionAsync_FieldThatNobodyReadsIsDeep_IsApplied(int depth)
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"deep":{{new string('[', depth)}}{{new string(']', depth)}},"success":true}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        Assert.Equal(ControlOutcome.Applied, (await client.PauseExecutionAsync(Execution)).Outcome);
    }

    [Theory]
    [InlineData("{\"id\":101,")]
    [InlineData("{\"id\":101}{}")]
    public async Task ResumeAgentRunAsync_AnswerIsNoJson_IsUnknownAndSaysSo(string body)
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json(body) : Reply.Json("{}", 404));
        using var client = TestClients.Codegen(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Contains(": the answer could not be read: it is no JSON. ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"detail":""", "}")]
    [InlineData("[", "]")]
    public async Task PauseExecutionAsync_ErrorIsDeep_IsRefused(string open, string close)
    {
        const int Depth = 1500;
        var body = string.Concat(Enumerable.Repeat(open, Depth)) + "\"x\"" + string.Concat(Enumerable.Repeat(close, Depth));
        await using var server = new ScriptedServer(Reply.Json(body, 409));
        using var client = TestClients.Kubiya(server.Url, _clock);

        await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.PauseExecutionAsync(Execution));
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public async Task ResumeAgentRunAsync_AnswerIsCompressedUnasked_IsReadAndSentOnce(string compression)
    {
        await using var server = new ScriptedServer(Compressed(compression, """{"id":101,"status":"ACTIVE"}"""u8.ToArray(), 200));
        using var client = TestClients.Codegen(server.Url, _clock);

        Assert.Equal(ControlOutcome.Applied, (await client.ResumeAgentRunAsync(101, "go on")).Outcome);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_RefusalIsCompressedUnasked_SaysWhatTheServiceSaid()
    {
        await using var server = new ScriptedServer(Compressed("br", """{"message":"not paused"}"""u8.ToArray(), 409));
        using var client = TestClients.Codegen(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Equal("not paused", exception.Details.ServiceMessage);
    }

    [Theory]
    [InlineData("zstd", "zstd")]
    [InlineData("gzip, gzip, gzip, gzip", "more often")]
    [InlineData("damaged-gzip", "damaged")]
    [InlineData("damaged-deflate", "damaged")]
    [InlineData("damaged-br", "damaged")]
    [InlineData("bomb", "too long")]
    public async Task ResumeAgentRunAsync_CompressionCannotBeUndone_IsUnknownAndSaysWhy(string compression, string why)
    {
        var reply = compression switch
        {
            "zstd" => Answer([1, 2, 3], 200, "Content-Encoding: zstd"),
            "bomb" => Compressed("gzip", new byte[50 * 1024 * 1024], 200),
            ['d', 'a', 'm', ..] => Answer([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 7, 7, 7, 7, 7, 7], 200, $"Content-Encoding: {compression[8..]}"),
            _ => Compressed(compression, "{}"u8.ToArray(), 200),
        };
        await using var server = new ScriptedServer(request => request.Method == "POST" ? reply : Reply.Json("{}", 500));
        using var client = TestClients.Codegen(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData("101.0", true)]
    [InlineData("1.01e2", true)]
    [InlineData("1010E-1", true)]
    [InlineData("\"101\"", true)]
    [InlineData("101.5", false)]
    [InlineData("1e999999999999", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("-0", false)]
    [InlineData("true", false)]
    [InlineData("null", false)]
    [InlineData("[101]", false)]
    [InlineData("101,\"id\":102", false)]
    [InlineData("101,\"id\":101", true)]
    public async Task ResumeAgentRunAsync_NumberIsWrittenOtherwise_IsAppliedOnlyForTheRunThatWasMeant(string id, bool isApplied)
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json($$"""{"id":{{id}},"status":"ACTIVE"}""") : Reply.Json("{}", 500));
        using var client = TestClients.Codegen(server.Url, _clock);

        if (isApplied)
        {
            Assert.Equal(101, (await client.ResumeAgentRunAsync(101, "go on")).Run.Id);
        }
        else
        {
            await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));
        }

        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData(""" "github_pull_requests":[{"title":"T","url":5},7,null,{"id":9}] """, 4)]
    [InlineData(""" "github_pull_requests":"none" """, 0)]
    [InlineData(""" "github_pull_requests":null,"organization_id":"?","summary":{"a":[1]},"created_at":7,"web_url":false,"metadata":[[1]] """, 0)]
    public async Task ResumeAgentRunAsync_OrnamentsAreMalformed_IsAppliedAllTheSame(string ornaments, int pullRequests)
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"id":101,"status":"ACTIVE",{{ornaments}}}"""));
        using var client = TestClients.Codegen(server.Url, _clock);

        var result = await client.ResumeAgentRunAsync(101, "go on");

        Assert.Equal((ControlOutcome.Applied, pullRequests), (result.Outcome, result.Run.PullRequests.Count));
        Assert.Equal(42, result.Run.OrganizationId);
    }

    [Theory]
    [InlineData("6", "6")]
    [InlineData("true", "true")]
    [InlineData("null", "")]
    [InlineData("[1]", "[1]")]
    [InlineData("""{"a":"b"}""", """{"a":"b"}""")]
    [InlineData("\"a\\u0000\"", "a\0")]
    [InlineData("\"A\",\"state\":\"B\"", "")]
    public async Task GetAutomationExecutionAsync_StateIsNoText_IsShownAsItCame(string state, string shown)
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"automationExecution":{"id":"1","createdAt":"never","isDraft":"x","currentVersion":1e99,"state":{{state}} } }"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        Assert.Equal(shown, (await client.GetAutomationExecutionAsync("1")).State.Value);
    }

    [Theory]
    [InlineData("""{"pausedCount":"240","erroredCount":0.0}""", false)]
    [InlineData("""{"pausedCount":2.4e2,"erroredCount":-0,"bulkActionId":false}""", false)]
    [InlineData("""{"pausedCount":{},"erroredCount":null,"bulkActionId":42}""", true)]
    public async Task ResolvePausedExecutionsAsync_CountsAreWrittenOtherwise_AreRead(string body, bool isSettling)
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json(body) : Reply.Json("{}", 404));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Cancel);

        Assert.Equal((ControlOutcome.Applied, isSettling, isSettling ? null : 240L), (result.Outcome, result.IsSettling, result.ResolvedCount));
    }

    [Theory]
    [InlineData("""{"automation":{"id":"aut_1","circuitBreaker":5}}""")]
    [InlineData("""{"automation":{"id":"aut_1","circuitBreaker":{},"circuitBreaker":null}}""")]
    [InlineData("""{"automation":[]}""")]
    public async Task GetAutomationAsync_WhatTellsWhetherItIsTrippedCannotBeRead_IsAFailure(string body)
    {
        await using var server = new ScriptedServer(Reply.Json(body));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.GetAutomationAsync("aut_1"));
    }

    [Fact]
    public async Task Call_LookIsAboutAnotherTarget_IsUnknown()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Close : Reply.Json(request.Path.StartsWith("/api/v1/executions", StringComparison.Ordinal)
            ? """{"id":"22222222-2222-4222-8222-222222222222","status":"paused"}"""
            : """{"automationExecution":{"id":"2","state":"AUTOMATION_EXECUTION_STATE_TERMINATE"}}"""));
        using var kubiya = TestClients.Kubiya(server.Url, _clock);
        using var conductorOne = TestClients.ConductorOne(server.Url, _clock);

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => kubiya.PauseExecutionAsync(Execution));
        await Assert.ThrowsAsync<ControlCallUnknownException>(() => conductorOne.TerminateAutomationExecutionAsync("1"));
    }

    private static Reply Answer(byte[] body, int status = 200, params string[] headers) => new(
        [
            .. Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json; charset=iso-8859-1\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n")),
            .. body,
        ],
        ReplyEnd.KeepAlive);

    private static Reply Compressed(string compression, byte[] body, int status)
    {
        foreach (var layer in compression.ToLowerInvariant().Split(", "))
        {
            using var compressed = new MemoryStream();
            using (Stream stream = layer switch
            {
                "gzip" or "x-gzip" => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
                "raw-deflate" => new DeflateStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
                _ => new BufferedStream(compressed),
            })
            {
                stream.Write(body);
                stream.Flush();
                if (layer is "identity" or "gzip-undone")
                {
                    break;
                }
            }

            body = compressed.ToArray();
        }

        var name = compression switch
        {
            "raw-deflate" => "deflate",
            "gzip-undone" => "gzip",
            _ => compression,
        };
        return Answer(body, status, $"Content-Encoding: {name}");
    }
}
