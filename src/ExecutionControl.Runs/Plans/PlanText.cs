using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>The lines of a plan, written in one way only, and read in any.</summary>
internal static class PlanText
{
    private const string Format = "execution-control/plan/v1";
    private const int MaxTextLength = 4096;
    private const int MaxAccounts = 10_000;

    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions _reading = new() { AllowDuplicateProperties = false };

    private static readonly string[] _headerMembers = ["plan", "created", "title", "reason", "undoes", "accounts"];
    private static readonly string[] _accountMembers = ["service", "account", "server", "tenant"];
    private static readonly string[] _targetMembers = ["service", "operation", "account", "id", "input", "state", "notSeen"];
    private static readonly string[] _endMembers = ["targets", "digest"];

    /// <exception cref="PlanFormatException">The header cannot be used.</exception>
    public static PlanHeader Checked(PlanHeader header)
    {
        foreach (var text in (string?[])[header.Title, header.Reason, header.Undoes])
        {
            RequireText(text, "The plan's title or reason");
        }

        if (header.Accounts.Count > MaxAccounts)
        {
            throw new PlanFormatException($"The plan has more than {MaxAccounts} accounts.");
        }

        var names = new HashSet<(ControlService, string)>();
        foreach (var account in header.Accounts)
        {
            RequireText(account.Name, "The name of an account");
            RequireText(account.Tenant, "The tenant of an account");
            if (account.Name.Length == 0 || account.Service == ControlService.None || !Enum.IsDefined(account.Service))
            {
                throw new PlanFormatException("An account of the plan has no name or no service.");
            }

            if (!names.Add((account.Service, account.Name)))
            {
                throw new PlanFormatException($"The plan has two accounts '{account.Name}' at {account.Service}.");
            }

            if (account.Server is { } server
                && (!Uri.TryCreate(server, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0
                    || !WellFormedText.Is(server)))
            {
                throw new PlanFormatException($"The server of account '{account.Name}' is no address, or one that holds a user, a password or a query.");
            }
        }

        return header with { CreatedAt = header.CreatedAt.ToUniversalTime(), Accounts = [.. header.Accounts] };
    }

    /// <summary>The target with its id written in the one way, and its input as one line.</summary>
    /// <exception cref="PlanFormatException">The target cannot be used.</exception>
    public static PlannedTarget Checked(PlannedTarget target, PlanHeader header)
    {
        if (!target.Operation.ChangesState)
        {
            throw new PlanFormatException($"{target.Operation.Id} changes nothing, so that no plan holds it.");
        }

        if (header.AccountOf(target) is null)
        {
            throw new PlanFormatException($"The plan has no account of that name at {target.Operation.Service}.");
        }

        RequireText(target.State, "The state");
        RequireText(target.NotSeen, "What is said of the state");
        var input = CanonicalInput(target);
        OperationInput.Read(target.Operation, input);
        var id = TargetIdentity.Canonical(target.Operation.TargetKind, target.Id);
        return ReferenceEquals(input, target.Input) && string.Equals(id, target.Id, StringComparison.Ordinal)
            ? target
            : target with { Id = id, Input = input };
    }

    /// <summary>Targets that are all there at once.</summary>
    /// <exception cref="PlanFormatException">One cannot be used, or stands there twice.</exception>
    public static IReadOnlyList<PlannedTarget> Checked(IEnumerable<PlannedTarget> targets, PlanHeader header)
    {
        var known = new HashSet<(string Operation, string Account, string Id)>();
        List<PlannedTarget> all = [.. targets.Select(target => Checked(target, header))];
        if (all.Count == 0)
        {
            throw new PlanFormatException("There is no target.");
        }

        return all.Find(target => !known.Add((target.Operation.Id, target.Account, target.Id))) is { } twice ? throw Twice(twice.Operation.Id, twice.Id) : all;
    }

    public static PlanFormatException Twice(string operation, string id) =>
        new($"The plan holds '{id}' for {operation} twice: each target stands in it once.");

    public static PlanFormatException Another(string found, string expected) =>
        new($"The plan is not the one that was looked at: its digest is {found}, and was {expected}.") { IsEdited = true };

    public static byte[] Write(PlanHeader header) => Write(writer =>
    {
        writer.WriteString("plan", Format);
        writer.WriteString("created", header.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        WriteText(writer, "title", header.Title);
        WriteText(writer, "reason", header.Reason);
        WriteText(writer, "undoes", header.Undoes);
        writer.WriteStartArray("accounts");
        foreach (var account in header.Accounts)
        {
            writer.WriteStartObject();
            writer.WriteString("service", account.Service.ToString());
            writer.WriteString("account", account.Name);
            WriteText(writer, "server", account.Server);
            WriteText(writer, "tenant", account.Tenant);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>The target as the digest knows it: what is done to it.</summary>
    public static byte[] Write(PlannedTarget target) => Write(writer => Write(writer, target));

    /// <summary>The target as the file has it.</summary>
    public static byte[] WriteLine(PlannedTarget target) => Write(writer =>
    {
        Write(writer, target);
        WriteText(writer, "notSeen", target.NotSeen);
    });

    private static void Write(Utf8JsonWriter writer, PlannedTarget target)
    {
        writer.WriteString("service", target.Operation.Service.ToString());
        writer.WriteString("operation", target.Operation.Id);
        writer.WriteString("account", target.Account);
        writer.WriteString("id", target.Id);
        if (target.Input is { } input)
        {
            writer.WritePropertyName("input");
            writer.WriteRawValue(input, skipInputValidation: true);
        }

        WriteText(writer, "state", target.State);
    }

    public static byte[] Write(PlanSummary summary) => Write(writer =>
    {
        writer.WriteNumber("targets", summary.Count);
        writer.WriteString("digest", summary.Digest);
    });

    /// <exception cref="PlanFormatException">It is no header.</exception>
    public static PlanHeader ReadHeader(ReadOnlyMemory<byte> line)
    {
        const string whatItIs = "That is no plan of ExecutionControl: the first line is not the header of one.";
        try
        {
            using var document = JsonDocument.Parse(line, _reading);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("plan", out var format) || format.ValueKind != JsonValueKind.String)
            {
                throw new PlanFormatException(whatItIs) { Line = 1 };
            }

            if (!format.ValueEquals(Format))
            {
                throw new PlanFormatException($"The plan is of a format that is not known here; this version reads {Format}.") { Line = 1 };
            }

            RequireMembers(root, _headerMembers);
            return Checked(new PlanHeader
            {
                CreatedAt = root.GetProperty("created").GetDateTimeOffset(),
                Title = Text(root, "title"),
                Reason = Text(root, "reason"),
                Undoes = Text(root, "undoes"),
                Accounts =
                [
                    .. root.GetProperty("accounts").EnumerateArray().Select(account =>
                    {
                        RequireMembers(account, _accountMembers);
                        return new RunAccount
                        {
                            Service = Service(account),
                            Name = Text(account, "account") ?? string.Empty,
                            Server = Text(account, "server"),
                            Tenant = Text(account, "tenant"),
                        };
                    }),
                ],
            });
        }
        catch (JsonException exception)
        {
            throw new PlanFormatException(whatItIs, exception) { Line = 1 };
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new PlanFormatException("The header of the plan lacks a member, or holds one that is not of the kind that it has to be.", exception)
            {
                Line = 1,
            };
        }
    }

    /// <summary>Reads a target; what it says is not checked yet.</summary>
    /// <exception cref="PlanFormatException">It is no target.</exception>
    public static PlannedTarget ReadTarget(ReadOnlyMemory<byte> line, Func<string, string> share)
    {
        try
        {
            using var document = JsonDocument.Parse(line, _reading);
            var root = document.RootElement;
            RequireMembers(root, _targetMembers);
            var operation = ControlOperations.Find(Text(root, "operation") ?? string.Empty)
                ?? throw new PlanFormatException("It names no operation that is known.");
            if (root.TryGetProperty("service", out _) && Service(root) != operation.Service)
            {
                throw new PlanFormatException($"{operation.Id} is an operation of {operation.Service}.");
            }

            return new PlannedTarget
            {
                Operation = operation,
                Account = share(Text(root, "account") ?? string.Empty),
                Id = Text(root, "id") ?? string.Empty,
                Input = root.TryGetProperty("input", out var input) ? share(input.GetRawText()) : null,
                State = Text(root, "state") is { } state ? share(state) : null,
                NotSeen = Text(root, "notSeen") is { } notSeen ? share(notSeen) : null,
            };
        }
        catch (JsonException exception)
        {
            throw new PlanFormatException("It is no JSON object.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new PlanFormatException("A member is not of the kind that it has to be, or holds a text that is none.", exception);
        }
    }

    /// <summary>Reads the end of a plan; null where the line is none.</summary>
    public static PlanSummary? TryReadEnd(ReadOnlyMemory<byte> line)
    {
        // Only the end has no operation, and it is short.
        const int longest = 256;
        if (line.Length > longest)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line, _reading);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("digest", out _) || root.TryGetProperty("operation", out _))
            {
                return null;
            }

            RequireMembers(root, _endMembers);
            return new PlanSummary(
                root.TryGetProperty("targets", out var count) && count.TryGetInt64(out var number) ? number : -1,
                Text(root, "digest") ?? string.Empty,
                IsEdited: false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The input as one line, without what spaces it; the same text where it is that already.</summary>
    private static string? CanonicalInput(PlannedTarget target)
    {
        if (target.Input is not { } input)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(input, _reading);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new PlanFormatException($"The input of {target.Operation.Id} is no JSON object.");
            }

            var buffer = new ArrayBufferWriter<byte>(input.Length + 16);
            using (var writer = new Utf8JsonWriter(buffer, _writing))
            {
                document.RootElement.WriteTo(writer);
            }

            var written = System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
            return string.Equals(written, input, StringComparison.Ordinal) ? input : written;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new PlanFormatException($"The input of {target.Operation.Id} is no JSON object, or holds a text that is none.", exception);
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, _writing))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static ControlService Service(JsonElement element) =>
        Enum.TryParse<ControlService>(Text(element, "service"), ignoreCase: true, out var service) && Enum.IsDefined(service)
            ? service
            : throw new PlanFormatException("It names no service that is known.");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    private static void RequireMembers(JsonElement element, string[] known)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name, StringComparer.Ordinal))
            {
                throw new PlanFormatException($"It has a member that is not known here; it takes {string.Join(", ", known)}.");
            }
        }
    }

    private static void RequireText(string? text, string what)
    {
        if (text?.Length > MaxTextLength)
        {
            throw new PlanFormatException($"{what} is longer than {MaxTextLength} characters.");
        }

        if (!WellFormedText.Is(text) || text?.Contains('\0') is true)
        {
            throw new PlanFormatException($"{what} holds a character that is none.");
        }
    }
}
