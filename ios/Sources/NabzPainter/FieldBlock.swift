import Nabz
import SwiftUI

/// A text field. What stands in it is the person's, until the core raises `valueRevision`.
struct FieldBlock: View {
    @ObservedObject var model: ScreenModel
    let key: String
    let field: Field
    let typing: FocusState<String?>.Binding
    @Environment(\.colorScheme) private var colorScheme

    var body: some View {
        let palette = Palette(colorScheme)
        VStack(alignment: .leading, spacing: 8) {
            // Said with the field itself.
            WordingText(field.label).font(.body).foregroundStyle(palette.quiet).accessibilityHidden(true)
            entry
                .font(.title3)
                .keyboardType(keyboard)
                .textContentType(field.secret ? .oneTimeCode : nil)
                .textInputAutocapitalization(.never)
                .autocorrectionDisabled(true)
                .focused(typing, equals: key)
                .environment(\.locale, Locale(identifier: field.language))
                .environment(\.layoutDirection, direction)
                .padding(12)
                .frame(minHeight: Touch.size)
                .background(palette.card, in: RoundedRectangle(cornerRadius: 12))
                .overlay(
                    RoundedRectangle(cornerRadius: 12)
                        .strokeBorder(field.error == nil ? palette.edge : palette.danger, lineWidth: 2)
                )
                .spoken(field.label)
                .accessibilityHint(field.error?.said ?? Text(verbatim: ""))
            if let error = field.error {
                WordingText(error).font(.body.bold()).foregroundStyle(palette.danger)
            }
        }
    }

    @ViewBuilder private var entry: some View {
        if field.secret {
            SecureField("", text: $model[text: key])
        } else {
            TextField("", text: $model[text: key])
        }
    }

    private var keyboard: UIKeyboardType {
        switch field.input {
        case .text: .default
        case .digits: .numberPad
        case .phone: .phonePad
        }
    }

    /// Numbers run from left to right in every script.
    private var direction: LayoutDirection {
        field.input == .text ? LayoutDirection(field.label.direction) : .leftToRight
    }
}
