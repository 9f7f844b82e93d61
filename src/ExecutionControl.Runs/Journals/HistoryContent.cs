using System.Buffers;
using System.Text.Json;

namespace ExecutionControl.Runs;

/// <summary>
/// Writes what rows of the history say, one after another, into the same memory. Not for several threads at once. What many targets share, the
/// times of one write and a result that says nothing special, becomes text once.
/// </summary>
internal sealed class HistoryContent : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;
    private (DateTimeOffset Time, JsonEncodedText Text) _at;
    private (DateTimeOffset Time, JsonEncodedText Text) _startedAt;
    private (TargetResult? Result, byte[] Text) _result = (null, []);

    public HistoryContent() => _writer = new Utf8JsonWriter(_buffer, HistoryChain.Writing);

    /// <summary>The row of a target that has come to an outcome.</summary>
    /// <returns>It in UTF-8, until the next one is written.</returns>
    public ReadOnlySpan<byte> OfOutcome(RunTarget target, TargetResult result, DateTimeOffset at)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString("event"u8, "targetSettled"u8);
        _writer.WriteString("at"u8, TextOf(at, ref _at));
        WriteTarget(_writer, target);
        if (target.IntendedAt is { } startedAt)
        {
            _writer.WriteString("started"u8, TextOf(startedAt, ref _startedAt));
        }

        if (target.WasUnknown)
        {
            _writer.WriteString(HistoryChain.Replaced, nameof(TargetOutcome.Unknown));
        }

        _writer.WritePropertyName("result"u8);
        _writer.WriteRawValue(TextOf(result), skipInputValidation: true);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    /// <summary>What every row about a target says of it.</summary>
    public static void WriteTarget(Utf8JsonWriter writer, RunTarget target)
    {
        var planned = target.Planned;
        writer.WriteNumber("ordinal"u8, target.Ordinal);
        writer.WriteString("operation"u8, planned.Operation.Id);
        if (planned.DecidedOperation != planned.Operation)
        {
            writer.WriteString("decision"u8, OperationInput.Read(planned.Operation, planned.Input).Decision);
        }

        writer.WriteString("account"u8, planned.Account);
        writer.WriteString("target"u8, planned.Id);
    }

    public void Dispose() => _writer.Dispose();

    private static JsonEncodedText TextOf(DateTimeOffset time, ref (DateTimeOffset Time, JsonEncodedText Text) last)
    {
        if (!last.Time.EqualsExact(time))
        {
            last = (time, JsonEncodedText.Encode(HistoryChain.Text(time), HistoryChain.Writing.Encoder));
        }

        return last.Text;
    }

    private static TargetResult WellFormed(TargetResult result) => result with
    {
        Message = WellFormedText.Of(result.Message),
        ServiceMessage = WellFormedText.Of(result.ServiceMessage),
        RequestId = WellFormedText.Of(result.RequestId),
        State = WellFormedText.Of(result.State),
        Warning = WellFormedText.Of(result.Warning),
    };

    private byte[] TextOf(TargetResult result)
    {
        if (result != _result.Result)
        {
            var text = new ArrayBufferWriter<byte>(256);
            using (var writer = new Utf8JsonWriter(text, HistoryChain.Writing))
            {
                ResultContext.Lines.Write(writer, WellFormed(result));
            }

            _result = (result, text.WrittenSpan.ToArray());
        }

        return _result.Text;
    }
}
