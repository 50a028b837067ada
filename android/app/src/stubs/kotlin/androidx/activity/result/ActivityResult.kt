package androidx.activity.result

class ActivityResult(val resultCode: Int)

abstract class ActivityResultLauncher<I> {
    abstract fun launch(input: I)
}
