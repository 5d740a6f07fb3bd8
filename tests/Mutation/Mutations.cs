using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Bastion.Mutation;

/// <summary>
/// All mutants of a file: an operator, a constant, a condition, a statement at a time. Not mutated are sentences for people (what a flaw, a report or an
/// exception says), for which nothing is promised but that they are there.
/// </summary>
internal sealed class Mutations(string file) : CSharpSyntaxWalker
{
    private static readonly Dictionary<SyntaxKind, string[]> Operators = new()
    {
        [SyntaxKind.EqualsEqualsToken] = ["!="],
        [SyntaxKind.ExclamationEqualsToken] = ["=="],
        [SyntaxKind.LessThanToken] = ["<=", ">="],
        [SyntaxKind.LessThanEqualsToken] = ["<", ">"],
        [SyntaxKind.GreaterThanToken] = [">=", "<="],
        [SyntaxKind.GreaterThanEqualsToken] = [">", "<"],
        [SyntaxKind.AmpersandAmpersandToken] = ["||"],
        [SyntaxKind.BarBarToken] = ["&&"],
        [SyntaxKind.PlusToken] = ["-"],
        [SyntaxKind.MinusToken] = ["+"],
        [SyntaxKind.AsteriskToken] = ["/"],
        [SyntaxKind.SlashToken] = ["*"],
        [SyntaxKind.PercentToken] = ["*"],
        [SyntaxKind.LessThanLessThanToken] = [">>"],
        [SyntaxKind.GreaterThanGreaterThanToken] = ["<<"],
        [SyntaxKind.AmpersandToken] = ["|"],
        [SyntaxKind.BarToken] = ["&"],
        [SyntaxKind.CaretToken] = ["&"],
        [SyntaxKind.PlusEqualsToken] = ["-="],
        [SyntaxKind.MinusEqualsToken] = ["+="],
        [SyntaxKind.BarEqualsToken] = ["&="],
        [SyntaxKind.AmpersandEqualsToken] = ["|="],
        [SyntaxKind.PlusPlusToken] = ["--"],
        [SyntaxKind.MinusMinusToken] = ["++"],
        [SyntaxKind.OrKeyword] = ["and"],
        [SyntaxKind.AndKeyword] = ["or"],
    };

    private static readonly Dictionary<string, string> Methods = new()
    {
        ["Any"] = "All",
        ["All"] = "Any",
        ["FirstOrDefault"] = "LastOrDefault",
        ["First"] = "Last",
        ["FindLast"] = "Find",
        ["Min"] = "Max",
        ["Max"] = "Min",
    };

    private static readonly string[] Dropped = ["Where", "Skip", "Take", "Except", "Distinct", "Trim", "TrimEnd", "Normalize", "Duration"];

    private readonly List<Mutant> _found = [];

    public static IReadOnlyList<Mutant> Of(string file, SyntaxTree tree)
    {
        var walker = new Mutations(file);
        walker.Visit(tree.GetRoot());
        return walker._found;
    }

    public override void VisitAttributeList(AttributeListSyntax node)
    {
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.CoalesceExpression))
        {
            Add(node, node.Left.ToString(), "coalesce");
            Add(node, node.Right.ToString(), "coalesce");
        }
        else
        {
            Operator(node.OperatorToken);
        }
        if (node.IsKind(SyntaxKind.LogicalAndExpression) || node.IsKind(SyntaxKind.LogicalOrExpression))
        {
            foreach (var side in (ExpressionSyntax[])[node.Left, node.Right])
            {
                if (side is InvocationExpressionSyntax or IsPatternExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax)
                    Add(side, side is IsPatternExpressionSyntax ? $"!({side})" : $"!{side}", "negated");
            }
        }
        base.VisitBinaryExpression(node);
    }

    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        Operator(node.OperatorToken);
        base.VisitAssignmentExpression(node);
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.LogicalNotExpression))
            Add(node, node.Operand.ToString(), "not");
        else
            Operator(node.OperatorToken);
        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
    {
        if (!node.IsKind(SyntaxKind.SuppressNullableWarningExpression))
            Operator(node.OperatorToken);
        base.VisitPostfixUnaryExpression(node);
    }

    public override void VisitBinaryPattern(BinaryPatternSyntax node)
    {
        Operator(node.OperatorToken);
        base.VisitBinaryPattern(node);
    }

    public override void VisitRelationalPattern(RelationalPatternSyntax node)
    {
        Operator(node.OperatorToken);
        base.VisitRelationalPattern(node);
    }

    public override void VisitUnaryPattern(UnaryPatternSyntax node)
    {
        Add(node, node.Pattern.ToString(), "not");
        base.VisitUnaryPattern(node);
    }

    public override void VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        if (node.Pattern is not UnaryPatternSyntax)
            Add(node.Pattern, $"not ({node.Pattern})", "not");
        base.VisitIsPatternExpression(node);
    }

    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        switch (node.Kind())
        {
            case SyntaxKind.TrueLiteralExpression:
                Add(node, "false", "constant");
                break;
            case SyntaxKind.FalseLiteralExpression:
                Add(node, "true", "constant");
                break;
            case SyntaxKind.NumericLiteralExpression when node.Token.Value is { } value:
                Add(node, Convert.ToString(Convert.ToUInt64(value, CultureInfo.InvariantCulture) + 1, CultureInfo.InvariantCulture), "constant");
                break;
            case SyntaxKind.StringLiteralExpression when node.Token.ValueText.Length > 0 && !IsSentence(node):
                Add(node, "\"\"", "text");
                break;
            case SyntaxKind.Utf8StringLiteralExpression:
                Add(node, "\"\"u8", "text");
                break;
            default:
                break;
        }
    }

    public override void VisitInterpolatedStringExpression(InterpolatedStringExpressionSyntax node)
    {
        if (IsSentence(node))
            return;
        Add(node, "\"\"", "text");
        base.VisitInterpolatedStringExpression(node);
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        if (IsSentence(node))
            return;
        Add(node, $"({node.WhenTrue})", "conditional");
        Add(node, $"({node.WhenFalse})", "conditional");
        base.VisitConditionalExpression(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        Add(node.Condition, "true", "condition");
        Add(node.Condition, "false", "condition");
        base.VisitIfStatement(node);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        Add(node.Condition, "false", "condition");
        base.VisitWhileStatement(node);
    }

    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        Add(node, ";", "statement");
        base.VisitExpressionStatement(node);
    }

    public override void VisitThrowStatement(ThrowStatementSyntax node)
    {
        Add(node, ";", "statement");
        base.VisitThrowStatement(node);
    }

    public override void VisitContinueStatement(ContinueStatementSyntax node) => Add(node, ";", "statement");

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (node.Expression is MemberAccessExpressionSyntax access)
        {
            if (Methods.TryGetValue(access.Name.ToString(), out var other))
                Add(access.Name, other, "method");
            if (Array.IndexOf(Dropped, access.Name.ToString()) >= 0)
                Add(node, access.Expression.ToString(), "method");
        }
        base.VisitInvocationExpression(node);
    }

    private void Operator(SyntaxToken token)
    {
        foreach (var other in Operators.GetValueOrDefault(token.Kind()) ?? [])
            _found.Add(new Mutant(file, token.Span, other, "operator", Line(token.GetLocation()), token.Parent!.ToString().Length < 70 ? $"{token} in {token.Parent}" : token.Text));
    }

    private void Add(SyntaxNode node, string text, string kind) => _found.Add(new Mutant(file, node.Span, text, kind, Line(node.GetLocation()), node.ToString()));

    private static int Line(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    // The last argument of what reports something, and whatever an exception says.
    private static bool IsSentence(SyntaxNode node)
    {
        for (var at = node; at is not null and not StatementSyntax; at = at.Parent)
        {
            if (at is not ArgumentSyntax { Parent: ArgumentListSyntax list } argument)
                continue;
            var last = list.Arguments[^1] == argument;
            switch (list.Parent)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Pass" or "NotChecked" or "WriteLineAsync" } }:
                case BaseObjectCreationExpressionSyntax creation when last && (creation is not ObjectCreationExpressionSyntax named || named.Type.ToString() is "RecordingFlaw" || named.Type.ToString().EndsWith("Exception", StringComparison.Ordinal)):
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Flaw" } } when last:
                    return true;
                default:
                    break;
            }
        }
        return false;
    }
}
