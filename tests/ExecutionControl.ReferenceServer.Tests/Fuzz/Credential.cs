namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Puts credentials into a draft: the right ones, or some that must open nothing.</summary>
internal static class Credential
{
    private static readonly Door[] Doors = [Door.ConductorOne, Door.Codegen, Door.Kubiya, Door.Control];

    public static void AddRight(FuzzDraft draft, Door door, Keys keys, Chance chance)
    {
        if (door != Door.Token)
        {
            draft.Headers.Add(("Authorization", (door == Door.Kubiya ? chance.Of(["UserKey ", "Bearer ", "Bearer  ", ""]) : chance.Of(["Bearer ", "bearer ", "Bearer  "])) + keys[door]));
        }
    }

    public static void AddWrong(FuzzDraft draft, Door door, Keys keys, Chance chance)
    {
        var right = door == Door.Token ? keys[Door.ConductorOne] : keys[door];
        switch (chance.Below(18))
        {
            case 0:
                break;
            case 1:
                Add("Bearer");
                break;
            case 2:
                Add("Bearer ");
                break;
            case 3:
                Add("Bearer " + chance.Of(["null", "undefined", "x", "*", "' OR 1=1--", "a b", "Bearer " + right, new string('t', 5000), "\u00ff\u00fe"]));
                break;
            case 4:
                Add("Bearer " + right[..^1]);
                break;
            case 5:
                Add("Bearer " + right + chance.Of(["x", "=", "\u00a0", ",", ";"]));
                break;
            case 6:
                Add("Bearer " + right.ToUpperInvariant());
                break;
            case 7:
                var at = chance.Below(right.Length);
                Add("Bearer " + right[..at] + (char)(right[at] == 'A' ? 'B' : 'A') + right[(at + 1)..]);
                break;
            case 8:
                Add(chance.Of(["Basic ", "Token ", "Digest ", door == Door.Kubiya ? "bearer " : "", "Bearer:", "Bearer,", "Bear er ", "Bearer\t", "ApiKey "]) + right);
                break;
            case 9:
                Add((door == Door.Kubiya ? "Userkey: " : "UserKey ") + right);
                break;
            case 10:
                Add("Bearer " + keys.Revoked);
                break;
            case 11:
                Add("Bearer " + keys[chance.Of([.. Doors.Where(other => other != door)])]);
                break;
            case 12:
                Add("Bearer " + right);
                Add("Bearer " + chance.Of([right, "x"]));
                break;
            case 13:
                draft.Query.Add((chance.Of(["access_token", "token", "authorization", "Authorization"]), right));
                break;
            case 14:
                draft.Headers.Add((chance.Of(["X-Authorization", "Proxy-Authorization", "X-Api-Key", "X-Auth-Token", "Authorisation", "X-Forwarded-Authorization"]), "Bearer " + right));
                break;
            case 15:
                draft.Headers.Add(("Cookie", $"access_token={right}; Authorization=Bearer {right}"));
                break;
            case 16:
                Add(door == Door.Kubiya ? "userkey " + right : right);
                break;
            default:
                Add("Bearer x, Bearer " + right);
                break;
        }

        void Add(string value) => draft.Headers.Add(("Authorization", value));
    }
}
